import type { EventName } from '@wagw/client';
import { useTranslation } from 'react-i18next';

/** Every event that can be posted, with its name for people. */
export function useEventNames() {
  const { t } = useTranslation('deliveries');
  // None is forgotten: that would not fit the type.
  const complete: Readonly<Record<EventName, string>> = t('eventNames', { returnObjects: true });
  const names: Readonly<Record<string, string>> = complete;
  return {
    /** Of events that this page does not know yet, the name in the API. */
    nameOf: (event: string) => names[event] ?? event,
    /** For fields in which events are chosen. */
    choices: Object.entries(names).map(([value, label]) => ({ value, label: `${label} (${value})` })),
  };
}
