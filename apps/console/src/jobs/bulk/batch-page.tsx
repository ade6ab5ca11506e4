import { Anchor, Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { Batch } from '@wagw/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useGateway } from '../../gateway/gateway.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useFormats } from '../../ui/times.ts';
import { useLiveRefresh } from '../live-refresh.ts';
import { MessageTable } from '../message/message-table.tsx';
import { pathOf } from '../paths.ts';
import { BatchProgress } from './batch-progress.tsx';
import { batchChanged, batchKey, useBatch, useBatchMessages, waitingOf } from './batches.ts';

/** One bulk message: how far it is, and what became of each of its messages. */
export function BatchPage({ session, id }: { readonly session: string; readonly id: string }) {
  const { t } = useTranslation('jobs');
  const { number } = useFormats();
  const { data: batch, error, refetch } = useBatch(session, id);
  useLiveRefresh(session, batchKey(session, id));
  const total = batch?.total ?? 0;
  const title =
    batch === undefined ? t('tabs.bulk') : t('bulk.title', { count: total, formatted: number(total) });
  return (
    <Page title={title} actions={batch !== undefined && <CancelBatch batch={batch} />}>
      <Anchor component={Link} href={pathOf('/bulk', session)} size="sm">
        {t('back')}
      </Anchor>
      {error !== null && batch === undefined && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {batch === undefined ? error === null && <Skeleton h={80} /> : <BatchProgress batch={batch} />}
      {batch !== undefined && <BatchMessages batch={batch} />}
    </Page>
  );
}

function CancelBatch({ batch }: { readonly batch: Batch }) {
  const { t } = useTranslation('jobs');
  const { number } = useFormats();
  const { client, can } = useGateway();
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const waiting = waitingOf(batch);
  return (
    <>
      {can('send') && waiting > 0 && (
        <Button color="red" variant="outline" onClick={() => setAsking(true)}>
          {t('bulk.cancel')}
        </Button>
      )}
      <Confirm
        isOpen={isAsking}
        title={t('bulk.cancelTitle')}
        question={`${t('bulk.cancelQuestion', { count: waiting, formatted: number(waiting) })} ${t('bulk.keep')}`}
        action={t('bulk.cancel')}
        isDangerous
        act={async () => batchChanged(queries, await client.batches.cancel(batch.sessionId, batch.id))}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

function BatchMessages({ batch }: { readonly batch: Batch }) {
  const { t } = useTranslation('jobs');
  const { dateTime } = useFormats();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useBatchMessages(batch.sessionId, batch.id);
  const messages = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {batch.sessionId} · {t('bulk.created', { at: dateTime(batch.createdAt) })}
        {batch.sendAt !== null && ` · ${t('bulk.sendAt', { at: dateTime(batch.sendAt) })}`}
      </Text>
      {batch.text !== null && (
        <Text dir="auto" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {batch.text}
        </Text>
      )}
      <Title order={2} size="h4">
        {t('bulk.messages')}
      </Title>
      {isPending && <Skeleton h={200} />}
      {error !== null && data === undefined && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {messages.length > 0 && <MessageTable messages={messages} caption={t('bulk.messages')} />}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Stack>
  );
}
