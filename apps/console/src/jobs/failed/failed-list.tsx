import { Button, SegmentedControl, Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { JOBS } from '../bulk/batches.ts';
import { Empty } from '../empty.tsx';
import { useLiveRefresh } from '../live-refresh.ts';
import { MessageTable } from '../message/message-table.tsx';

const STATUSES = ['failed', 'unconfirmed'] as const;
type Status = (typeof STATUSES)[number];

/** What did not arrive, or may not have: why, and what to do about it. The newest first. */
export function FailedList({ session }: { readonly session: string }) {
  const { t } = useTranslation('jobs');
  const label = useId();
  const [status, setStatus] = useState<Status>('failed');
  return (
    <Stack gap="sm">
      <VisuallyHidden id={label}>{t('failed.which')}</VisuallyHidden>
      <SegmentedControl
        aria-labelledby={label}
        value={status}
        onChange={(value) => setStatus(value as Status)}
        data={STATUSES.map((value) => ({ value, label: t(`failed.${value}`) }))}
        style={{ alignSelf: 'start' }}
      />
      <MessagesOf key={status} session={session} status={status} />
    </Stack>
  );
}

function MessagesOf({ session, status }: { readonly session: string; readonly status: Status }) {
  const { t } = useTranslation('jobs');
  const { client } = useGateway();
  const queryKey = [...JOBS, session, status];
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery({
      queryKey,
      queryFn: async ({ pageParam, signal }) => {
        const query = { status, limit: 50, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
        const params = { path: { id: session }, query };
        const answer = await client.api.GET('/api/v1/sessions/{id}/messages', { params, signal });
        return answer.data ?? { items: [], nextCursor: null };
      },
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    });
  useLiveRefresh(session, queryKey);
  const messages = data?.pages.flatMap(({ items }) => items) ?? [];

  if (isPending) return <Skeleton h={220} />;
  if (data === undefined) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  const isEmpty = messages.length === 0 && !hasNextPage;
  if (isEmpty) {
    return (
      <Empty
        text={status === 'failed' ? t('failed.empty') : t('failed.emptyUnconfirmed')}
        hint={t('failed.fine')}
      />
    );
  }
  return (
    <>
      {messages.length > 0 && <MessageTable messages={messages} caption={t(`failed.${status}`)} />}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  );
}
