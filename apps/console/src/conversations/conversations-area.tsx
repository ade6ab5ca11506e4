import { Anchor, Box, Skeleton, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Redirect, Route, useLocation } from 'wouter';
import { useAllSessions } from '../gateway/all-sessions.ts';
import { useSession } from '../gateway/one-session.ts';
import { areaPath } from '../ui/area-path.ts';
import { Page } from '../ui/page.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { SessionSelect } from '../ui/session-select.tsx';
import { conversationPath } from './paths.ts';
import { SessionDesk } from './session-desk.tsx';

/** Where the session that was looked at last is remembered. */
const LAST_SESSION = 'wagw.conversations.session';

/** The conversations: `/`, `/:session`, `/:session/:chat`. */
export default function ConversationsArea() {
  // A message that fails must not make everything wait for the words of its reason.
  useTranslation(['conversations', 'messageOutcome']);
  return (
    <Route path="/:session?/:chat?">
      {({ session, chat }) =>
        session === undefined ? (
          <Choice />
        ) : (
          <OfSession
            key={session}
            id={session}
            chat={chat === undefined ? undefined : decodeURIComponent(chat)}
          />
        )
      }
    </Route>
  );
}

/** Nobody has chosen a session: the last one, or the only one. */
function Choice() {
  const { t } = useTranslation('conversations');
  const { sessions, isPending } = useAllSessions();
  const last = localStorage.getItem(LAST_SESSION);
  const [only] = sessions.keys();
  const chosen = last !== null && sessions.has(last) ? last : sessions.size === 1 ? only : undefined;
  if (chosen !== undefined) return <Redirect to={conversationPath(chosen)} replace />;
  if (isPending) return <Framed session={null}>{<Skeleton h={300} />}</Framed>;
  if (sessions.size > 0) return <Framed session={null}>{<Text>{t('choose')}</Text>}</Framed>;
  return (
    <Page title={t('title')}>
      <Text>
        {t('noSessions')}{' '}
        <Anchor component={Link} href={areaPath('/sessions')} inherit underline="always">
          {t('toSessions')}
        </Anchor>
      </Text>
    </Page>
  );
}

interface OfSessionProps {
  readonly id: string;
  readonly chat: string | undefined;
}

function OfSession({ id, chat }: OfSessionProps) {
  const { data: session, error, refetch } = useSession(id);
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  useEffect(() => localStorage.setItem(LAST_SESSION, id), [id]);
  const content =
    session !== undefined ? (
      <SessionDesk session={session} chat={chat} />
    ) : error !== null ? (
      <ProblemAlert error={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton h={300} />
    );
  return (
    <Framed session={id} isSelectHidden={isNarrow === true && chat !== undefined}>
      {content}
    </Framed>
  );
}

interface FramedProps {
  readonly session: string | null;
  /** On a phone an open chat needs the room. */
  readonly isSelectHidden?: boolean;
  readonly children: React.ReactNode;
}

function Framed({ session, isSelectHidden = false, children }: FramedProps) {
  const { t } = useTranslation('conversations');
  const [, navigate] = useLocation();
  const select = (
    <Box w={280} maw="100%">
      <SessionSelect
        label={t('session')}
        value={session}
        onChange={(id) => id !== null && navigate(conversationPath(id))}
      />
    </Box>
  );
  return (
    <Page title={t('title')} actions={isSelectHidden ? null : select}>
      {children}
    </Page>
  );
}
