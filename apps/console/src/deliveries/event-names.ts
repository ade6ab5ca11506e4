import type { EventName } from '@wagw/client';
import { useTranslation } from 'react-i18next';
import type en from './texts/en.ts';

/** Every event that can be posted, with its name for people. */
export function useEventNames() {
  const { t } = useTranslation('deliveries');
  const names: Readonly<Record<string, string>> = t('eventNames', { returnObjects: true });
  return {
    /** Of events that this page does not know yet, the name in the API. */
    nameOf: (event: string) => names[event] ?? event,
    /** For fields in which events are chosen. */
    choices: Object.entries(names).map(([value, label]) => ({ value, label: `${label} (${value})` })),
  };
}

/** The texts name every event of the API, and no other. */
type Named = keyof typeof en.eventNames;
const _isComplete: [EventName] extends [Named] ? ([Named] extends [EventName] ? true : never) : never = true;
void _isComplete;
