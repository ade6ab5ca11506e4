import type { Webhook } from '@wagw/client';
import { useTranslation } from 'react-i18next';
import { useEventNames } from '../event-names.ts';

/** So many events are named; of more, their number is said. */
const MOST_NAMED = 3;

/** What an endpoint is, in words. */
export function useEndpointFacts({ tenantId, sessionId, events, ordered, format, batch }: Webhook) {
  const { t } = useTranslation('deliveries');
  const { nameOf } = useEventNames();
  const someEvents =
    events.length > MOST_NAMED
      ? t('facts.someEvents', { count: events.length })
      : events.map(nameOf).join(', ');
  const batched = batch === null ? '' : `, ${t('facts.batched', { count: batch.max })}`;
  const whoseAll = tenantId === null ? t('facts.ofAll') : t('facts.ofTenant', { tenant: tenantId });
  return {
    whose: sessionId === null ? whoseAll : t('facts.ofSession', { session: sessionId }),
    events: events.length === 0 ? t('facts.allEvents') : someEvents,
    kind: `${t(ordered ? 'facts.ordered' : 'facts.parallel')}${batched}, ${t(`formats.${format}`)}`,
  };
}
