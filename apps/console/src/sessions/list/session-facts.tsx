import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { useFormats, useNow } from '../../ui/times.ts';
import { EVENT_KINDS, isEventName } from '../timeline/event-kinds.ts';
import { useSessionHealth } from '../use-session-health.ts';
import type { LastEvent } from './use-last-events.ts';

/** What happened to a session last, and how long ago. @param heard what was heard since the page is open */
export function LastEventCell({ id, heard }: { readonly id: string; readonly heard: LastEvent | undefined }) {
  const { t } = useTranslation(['sessions', 'timeline']);
  const { ago, dateTime } = useFormats();
  const now = useNow();
  const { data } = useSessionHealth(id);
  const known = data?.lastEvent;
  const last = heard ?? (known && { event: known.event, at: Date.parse(known.at) });
  if (last == null) return <Nothing text={data === undefined ? '' : t('list.noEvent')} />;
  return (
    <>
      <Text size="sm">
        {isEventName(last.event) ? t(`timeline:kinds.${EVENT_KINDS[last.event].text}`) : last.event}
      </Text>
      <Text size="xs" c="dimmed" title={dateTime(last.at)}>
        {ago(last.at, now)}
      </Text>
    </>
  );
}

/** Where a session runs, for those whose fleet it is, and how much memory it takes. */
export function ServerCell({ id, worker }: { readonly id: string; readonly worker: string | null }) {
  const { t } = useTranslation('sessions');
  const { can } = useGateway();
  const { bytes } = useFormats();
  const memory = useSessionHealth(id).data?.memoryBytes ?? null;
  return (
    <>
      {can('operate') && (
        <Text
          size="sm"
          c={worker === null ? 'dimmed' : ''}
          lineClamp={2}
          title={worker ?? ''}
          style={{ overflowWrap: 'anywhere' }}
        >
          {worker ?? t('list.noServer')}
        </Text>
      )}
      {memory !== null && <Text size="xs">{bytes(memory)}</Text>}
    </>
  );
}

export function Nothing({ text }: { readonly text: string }) {
  return (
    <Text size="sm" c="dimmed">
      {text}
    </Text>
  );
}
