import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fromField, toField } from '../ui/send-time.ts';
import { useNow } from '../ui/times.ts';

interface SendTimeFieldProps {
  /** As `toField` writes it. */
  readonly value: string;
  onChange(value: string): void;
}

/** When something is to be sent. */
export function SendTimeField({ value, onChange }: SendTimeFieldProps) {
  const { t } = useTranslation('jobs');
  const now = useNow();
  return (
    <TextInput
      type="datetime-local"
      label={t('create.at')}
      value={value}
      min={toField(now)}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={fromField(value, now) === undefined ? t('create.past') : undefined}
    />
  );
}
