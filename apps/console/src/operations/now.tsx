import { Card, SimpleGrid, Skeleton, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { useFormats } from '../ui/times.ts';
import { useDuration } from './durations.ts';
import { useDetailed, useFleet, usePerformance } from './health.ts';

/** The few numbers that an operator looks at first. */
export function Now() {
  const { t } = useTranslation('operations');
  const { number } = useFormats();
  const age = useAge();
  const fleet = useFleet();
  const performance = usePerformance();
  const { data: detailed } = useDetailed();
  const error = fleet.error ?? performance.error;
  if (fleet.data === undefined || performance.data === undefined) {
    const retry = () => void Promise.all([fleet.refetch(), performance.refetch()]);
    return error === null ? <Skeleton h={100} /> : <ProblemAlert error={error} onRetry={retry} />;
  }
  const { total, connected, waiting, workers } = fleet.data;
  const { messages, webhooks } = performance.data;
  const capacity = detailed?.components.workers.capacity ?? null;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }} spacing="sm">
      <Figure
        label={t('now.connected')}
        value={number(connected)}
        hint={t('now.ofTotal', { total: number(total), waiting: number(waiting) })}
      />
      <Figure
        label={t('now.workers')}
        value={number(workers.length)}
        hint={t('now.capacity', { capacity: capacity === null ? t('now.unknown') : number(capacity) })}
      />
      <Figure
        label={t('now.messages')}
        value={number(messages.waiting)}
        hint={[
          age(messages.waiting, messages.oldestWaitingSeconds),
          t('now.scheduled', { number: number(messages.scheduled) }),
        ]
          .filter(Boolean)
          .join('; ')}
      />
      <Figure
        label={t('now.deliveries')}
        value={number(webhooks.pending)}
        hint={[
          age(webhooks.pending, webhooks.oldestPendingSeconds),
          t('now.paused', { count: webhooks.pausedEndpoints }),
        ]
          .filter(Boolean)
          .join('; ')}
      />
    </SimpleGrid>
  );
}

/** For how long the oldest of them waits; nothing when none does. */
function useAge(): (count: number, seconds: number | null) => string {
  const { t } = useTranslation('operations');
  const duration = useDuration();
  return (count, seconds) =>
    count === 0 || seconds === null ? '' : t('now.oldest', { age: duration(seconds) });
}

interface FigureProps {
  readonly label: string;
  readonly value: string;
  readonly hint: string;
}

function Figure({ label, value, hint }: FigureProps) {
  return (
    <Card withBorder padding="sm">
      <Text size="sm">{label}</Text>
      <Text fz={28} fw={700} lh={1.2}>
        {value}
      </Text>
      <Text size="xs" c="dimmed">
        {hint}
      </Text>
    </Card>
  );
}
