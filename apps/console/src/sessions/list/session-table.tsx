import { Anchor, Table, Text, VisuallyHidden } from '@mantine/core';
import type { Session } from '@wagw/client';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useGateway } from '../../gateway/gateway.tsx';
import { phoneText } from '../../ui/link-phone/phone-number.ts';
import { SessionStateBadge, SessionStateSentence } from '../../ui/session-state.tsx';
import { SessionMenu } from '../actions/session-menu.tsx';
import { LastEventCell, Nothing, ServerCell } from './session-facts.tsx';
import type { LastEvent } from './use-last-events.ts';

export interface SessionRowsProps {
  readonly sessions: readonly Session[];
  readonly lastEvents: ReadonlyMap<string, LastEvent>;
}

/** The list on a wide screen. */
export function SessionTable({ sessions, lastEvents }: SessionRowsProps) {
  const { t } = useTranslation('sessions');
  const { session: signedIn, can } = useGateway();
  const isForAll = signedIn.tenantId === null;
  return (
    <Table.ScrollContainer minWidth={1000}>
      <Table verticalSpacing="sm" layout="fixed" aria-label={t('list.caption')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={isForAll ? 170 : 220}>{t('list.session')}</Table.Th>
            {isForAll && <Table.Th w={120}>{t('list.tenant')}</Table.Th>}
            <Table.Th>{t('list.state')}</Table.Th>
            <Table.Th w={165}>{t('list.number')}</Table.Th>
            <Table.Th w={140}>{t('list.lastEvent')}</Table.Th>
            <Table.Th w={130}>{t(can('operate') ? 'list.server' : 'list.memory')}</Table.Th>
            <Table.Th w={56}>
              <VisuallyHidden>{t('list.actions')}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sessions.map((session) => (
            <Row key={session.id} session={session} heard={lastEvents.get(session.id)} isForAll={isForAll} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface RowProps {
  readonly session: Session;
  readonly heard: LastEvent | undefined;
  readonly isForAll: boolean;
}

/** Drawn anew only when something about this session is new. */
const Row = memo(function Row({ session, heard, isForAll }: RowProps) {
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <SessionName session={session} />
      </Table.Th>
      {isForAll && (
        <Table.Td>
          <Text size="sm" lineClamp={2} title={session.tenantId}>
            {session.tenantId}
          </Text>
        </Table.Td>
      )}
      <Table.Td>
        <SessionStateBadge state={session.state} />
        <SessionStateSentence code={session.code} size="xs" />
      </Table.Td>
      <Table.Td>
        <SessionNumber session={session} />
      </Table.Td>
      <Table.Td>
        <LastEventCell id={session.id} heard={heard} />
      </Table.Td>
      <Table.Td>
        <ServerCell id={session.id} worker={session.worker} />
      </Table.Td>
      <Table.Td>
        <SessionMenu session={session} />
      </Table.Td>
    </Table.Tr>
  );
});

export function SessionName({ session }: { readonly session: Session }) {
  return (
    <>
      <Anchor component={Link} href={`/${session.id}`} fw={600} lineClamp={2} title={session.id}>
        {session.id}
      </Anchor>
      {session.account !== null && session.account.name !== '' && (
        <Text size="xs" c="dimmed" lineClamp={1} dir="auto">
          {session.account.name}
        </Text>
      )}
    </>
  );
}

export function SessionNumber({ session: { account } }: { readonly session: Session }) {
  const { t } = useTranslation('sessions');
  if (account === null) return <Nothing text={t('list.noNumber')} />;
  return (
    <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
      {phoneText(account.phone)}
    </Text>
  );
}
