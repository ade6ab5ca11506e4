import { Anchor, Button, Card, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { Batch } from '@wagw/client';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useGateway } from '../../gateway/gateway.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useFormats } from '../../ui/times.ts';
import { Empty } from '../empty.tsx';
import { useLiveRefresh } from '../live-refresh.ts';
import { batchPath, pathOf } from '../paths.ts';
import { BatchProgress } from './batch-progress.tsx';
import { LISTS, useBatches } from './batches.ts';

/** Bulk messages, the newest first, each with how far it is. @param session null: of all sessions */
export function BatchList({ session }: { readonly session: string | null }) {
  const { t } = useTranslation('jobs');
  const { can } = useGateway();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useBatches(session);
  useLiveRefresh(session, LISTS);
  const batches = data?.pages.flatMap(({ items }) => items) ?? [];

  if (isPending) return <Skeleton h={220} />;
  if (data === undefined) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (batches.length === 0) {
    return (
      <Empty text={t('bulk.empty')} hint={t('bulk.emptyHint')}>
        {can('send') && (
          <Button component={Link} href={pathOf('/new', session)}>
            {t('newBulk')}
          </Button>
        )}
      </Empty>
    );
  }
  return (
    <Stack gap="sm">
      {batches.map((batch) => (
        <BatchCard key={batch.id} batch={batch} isOfMany={session === null} />
      ))}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Stack>
  );
}

function BatchCard({ batch, isOfMany }: { readonly batch: Batch; readonly isOfMany: boolean }) {
  const { t } = useTranslation('jobs');
  const { dateTime, number } = useFormats();
  const { sessionId, text, total, open, isFinished, sendAt, createdAt } = batch;
  return (
    <Card withBorder component="article">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          <Anchor component={Link} href={batchPath(batch)} inherit>
            {t('bulk.title', { count: total, formatted: number(total) })}
          </Anchor>
        </Title>
        <Text size="sm" fw={isFinished ? 400 : 600}>
          {isFinished ? t('bulk.finished') : t('bulk.open', { count: open, formatted: number(open) })}
        </Text>
      </Group>
      {text !== null && (
        <Text size="sm" dir="auto" lineClamp={2} mb="xs" style={{ overflowWrap: 'anywhere' }}>
          {text}
        </Text>
      )}
      <BatchProgress batch={batch} />
      <Text size="sm" c="dimmed" mt={6}>
        {[
          isOfMany && sessionId,
          t('bulk.created', { at: dateTime(createdAt) }),
          sendAt !== null && t('bulk.sendAt', { at: dateTime(sendAt) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
    </Card>
  );
}
