import { Alert, Progress as Bar, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../ui/times.ts';
import { useEndpoint } from '../webhook-queries.ts';
import type { Progress } from './use-replay.ts';

interface ReplayProgressProps {
  readonly endpointId: string;
  readonly progress: Progress;
}

const REFRESH_MS = 1_000;

/** How far a replay is, by what waits at the endpoint. */
export function ReplayProgress({ endpointId, progress }: ReplayProgressProps) {
  const { t } = useTranslation('deliveries');
  const { number } = useFormats();
  const [startedAt] = useState(() => Date.now());
  const { data, dataUpdatedAt } = useEndpoint(endpointId, REFRESH_MS);
  const { added, skipped, isComplete } = progress;
  // What was read before says nothing of this replay.
  const pending = data === undefined || dataUpdatedAt <= startedAt ? undefined : data.health.pending;
  const isDone = isComplete && pending === 0;
  const done = pending === undefined ? 0 : Math.max(added - pending, 0);
  return (
    <Stack>
      <div role="status">
        <Alert color={isDone ? 'green' : 'blue'} title={t(isDone ? 'progress.done' : 'progress.running')}>
          <Text size="sm">{t('progress.added', { count: added, shown: number(added) })}</Text>
          {skipped > 0 && (
            <Text size="sm">{t('progress.skipped', { count: skipped, shown: number(skipped) })}</Text>
          )}
          {!isComplete && <Text size="sm">{t('progress.moreToAdd')}</Text>}
          {pending !== undefined && pending > 0 && (
            <Text size="sm">{t('progress.pending', { count: pending, shown: number(pending) })}</Text>
          )}
          {isDone && data !== undefined && data.health.dead > 0 && (
            <Text size="sm">
              {t('progress.dead', { count: data.health.dead, shown: number(data.health.dead) })}
            </Text>
          )}
        </Alert>
      </div>
      {added > 0 && !isDone && (
        <Bar value={(done / added) * 100} aria-label={t('progress.label')} animated={false} />
      )}
    </Stack>
  );
}
