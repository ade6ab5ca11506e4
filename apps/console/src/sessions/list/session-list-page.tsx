import { Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAllSessions } from '../../gateway/all-sessions.ts';
import { useGateway } from '../../gateway/gateway.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { CreateSession } from '../create/create-session.tsx';
import { NoSessions } from './no-sessions.tsx';
import { SessionList } from './session-list.tsx';

/** Every session: live, searchable, with all that can be done to it. */
export function SessionListPage() {
  const { t } = useTranslation('sessions');
  const { can } = useGateway();
  const { sessions, error, isPending, isFetching, refetch } = useAllSessions();
  const isEmpty = !isPending && !isFetching && error === null && sessions.size === 0;
  return (
    <Page
      title={t('heading')}
      actions={can('manage') && !isEmpty && <CreateSession label={t('create.open')} />}
    >
      {error !== null && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {isEmpty && <NoSessions />}
      {isPending && error === null && <Skeletons />}
      {sessions.size > 0 && <SessionList sessions={sessions} isLoadingMore={isFetching} />}
    </Page>
  );
}

function Skeletons() {
  return (
    <Stack aria-hidden>
      {[1, 2, 3, 4].map((row) => (
        <Skeleton key={row} height={56} />
      ))}
    </Stack>
  );
}
