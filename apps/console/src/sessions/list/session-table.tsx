import { Anchor, Text, VisuallyHidden } from '@mantine/core';
import type { Session } from '@wagw/client';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useGateway } from '../../gateway/gateway.tsx';
import { phoneText } from '../../ui/phone-number.ts';
import { SessionStateBadge, SessionStateSentence } from '../../ui/session-state.tsx';
import { SessionMenuButton } from '../actions/session-menu-button.tsx';
import { LastEventCell, Nothing, ServerCell } from './session-facts.tsx';
import classes from './session-table.module.css';
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
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by the keyboard, too
    <section className={classes.scroll} tabIndex={0} aria-label={t('list.caption')}>
      <table className={classes.table} aria-label={t('list.caption')}>
        <thead>
          <tr>
            <th scope="col" style={{ width: isForAll ? 170 : 220 }}>
              {t('list.session')}
            </th>
            {isForAll && (
              <th scope="col" className={classes.tenant}>
                {t('list.tenant')}
              </th>
            )}
            <th scope="col">{t('list.state')}</th>
            <th scope="col" className={classes.number}>
              {t('list.number')}
            </th>
            <th scope="col" className={classes.event}>
              {t('list.lastEvent')}
            </th>
            <th scope="col" className={classes.server}>
              {t(can('operate') ? 'list.server' : 'list.memory')}
            </th>
            <th scope="col" className={classes.menu}>
              <VisuallyHidden>{t('list.actions')}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <Row key={session.id} session={session} heard={lastEvents.get(session.id)} isForAll={isForAll} />
          ))}
        </tbody>
      </table>
    </section>
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
    <tr>
      <th scope="row">
        <SessionName session={session} />
      </th>
      {isForAll && (
        <td>
          <Text size="sm" lineClamp={2} title={session.tenantId}>
            {session.tenantId}
          </Text>
        </td>
      )}
      <td>
        <SessionStateBadge state={session.state} />
        <SessionStateSentence code={session.code} size="xs" />
      </td>
      <td>
        <SessionNumber session={session} />
      </td>
      <td>
        <LastEventCell id={session.id} heard={heard} />
      </td>
      <td>
        <ServerCell id={session.id} worker={session.worker} />
      </td>
      <td>
        <SessionMenuButton session={session} />
      </td>
    </tr>
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
