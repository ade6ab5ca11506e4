import { Alert, Anchor, Button, Group, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import type { Session } from '@wagw/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useAllSessions } from '../../gateway/all-sessions.ts';
import { areaPath } from '../../ui/area-path.ts';
import { Page } from '../../ui/page.tsx';
import { phoneText } from '../../ui/phone-number.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { SessionStateBadge } from '../../ui/session-state.tsx';
import { useFormats } from '../../ui/times.ts';
import { useFleet } from '../health.ts';
import { MoveSession } from './move-session.tsx';
import { WorkerBadge } from './workers-table.tsx';

/** One worker, and the sessions that it owns. */
export function WorkerPage({ id }: { readonly id: string }) {
  const { t } = useTranslation('operations');
  const { number } = useFormats();
  const { data, error, refetch } = useFleet();
  const worker = data?.workers.find((each) => each.id === id);
  return (
    <Page title={id}>
      <Anchor component={Link} href="/" size="sm">
        {t('back')}
      </Anchor>
      {error !== null && data === undefined && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton h={60} />}
      {data !== undefined && worker === undefined && (
        <Alert color="orange" title={t('workers.gone')} role="status">
          {t('workers.goneHint')}
        </Alert>
      )}
      {worker !== undefined && (
        <Group>
          <WorkerBadge isDraining={worker.isDraining} />
          <Text size="sm">
            {worker.host} · {worker.version ?? t('now.unknown')} ·{' '}
            {t('workers.sessionsOf', { count: worker.sessions, capacity: number(worker.capacity) })}
          </Text>
        </Group>
      )}
      <Stack gap="xs">
        <Title order={2} size="h4">
          {t('workers.itsSessions')}
        </Title>
        <SessionsOf worker={id} />
      </Stack>
    </Page>
  );
}

function SessionsOf({ worker }: { readonly worker: string }) {
  const { t } = useTranslation('operations');
  const { sessions, error, isPending, refetch } = useAllSessions();
  const [moved, setMoved] = useState<Session>();
  const own = [...sessions.values()].filter((session) => session.worker === worker);
  if (isPending) return <Skeleton h={120} />;
  if (error !== null && own.length === 0)
    return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  return (
    <>
      {own.length === 0 ? (
        <Text>{t('workers.noSessions')}</Text>
      ) : (
        <Table.ScrollContainer minWidth={520} type="native" tabIndex={0}>
          <Table verticalSpacing="xs" aria-label={t('workers.itsSessions')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('workers.session')}</Table.Th>
                <Table.Th>{t('workers.number')}</Table.Th>
                <Table.Th>{t('workers.status')}</Table.Th>
                <Table.Th>{t('workers.action')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {own.map((session) => (
                <Table.Tr key={session.id}>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>
                    <Anchor
                      component={Link}
                      href={areaPath(`/sessions/${encodeURIComponent(session.id)}`)}
                      size="sm"
                    >
                      {session.id}
                    </Anchor>
                  </Table.Td>
                  <Table.Td>{session.account === null ? '' : phoneText(session.account.phone)}</Table.Td>
                  <Table.Td>
                    <SessionStateBadge state={session.state} />
                  </Table.Td>
                  <Table.Td>
                    <Button size="xs" variant="default" onClick={() => setMoved(session)}>
                      {t('workers.move')}
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {moved !== undefined && (
        <MoveSession session={moved.id} from={worker} onClose={() => setMoved(undefined)} />
      )}
    </>
  );
}
