import { MultiSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useEventNames } from './event-names.ts';

interface EventsSelectProps {
  readonly label: string;
  readonly description?: string;
  /** None: all. */
  readonly events: readonly string[];
  onChange(events: readonly string[]): void;
}

/** Some of the events, found by their names; none chosen stands for all. */
export function EventsSelect({ label, description, events, onChange }: EventsSelectProps) {
  const { t } = useTranslation('deliveries');
  const { choices } = useEventNames();
  return (
    <MultiSelect
      label={label}
      description={description}
      placeholder={events.length === 0 ? t('facts.allEvents') : ''}
      data={choices}
      value={[...events]}
      onChange={onChange}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('form.allEvents') }}
      hidePickedOptions
      nothingFoundMessage={t('form.noEvent')}
    />
  );
}
