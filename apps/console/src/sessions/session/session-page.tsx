import { Alert, Anchor, Skeleton, Tabs } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { GatewayError, type Session } from '@wagw/client';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useSession } from '../../gateway/one-session.ts';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { Settings } from '../settings/settings.tsx';
import { Timeline } from '../timeline/timeline.tsx';
import { ConnectPhone } from './connect-phone.tsx';
import { SessionButtons } from './session-buttons.tsx';
import { StateCard } from './state-card.tsx';

interface SessionPageProps {
  readonly id: string;
  /** Which tab is open. */
  readonly part: 'timeline' | 'settings';
}

/** One session: how it is and what to do about it, what happened to it, and how it is set. */
export default function SessionPage({ id, part }: SessionPageProps) {
  const { t } = useTranslation('sessions');
  const { data: session, error, refetch } = useSession(id);
  const isGone = error instanceof GatewayError && error.code === 'session_not_found';
  return (
    <>
      <Anchor component={Link} href="/" size="sm" display="inline-block" mb="xs">
        <IconArrowLeft size={14} aria-hidden /> {t('page.back')}
      </Anchor>
      <Page title={id} actions={session !== undefined && !isGone && <SessionButtons session={session} />}>
        {isGone && (
          <Alert role="status" color="gray">
            {t('page.notFound')}
          </Alert>
        )}
        {error !== null && !isGone && <ProblemAlert error={error} onRetry={() => void refetch()} />}
        {session === undefined && error === null && <Skeleton height={120} aria-hidden />}
        {session !== undefined && !isGone && <Parts session={session} part={part} />}
      </Page>
    </>
  );
}

function Parts({ session, part }: { readonly session: Session; readonly part: SessionPageProps['part'] }) {
  const { t } = useTranslation('sessions');
  const [, go] = useLocation();
  return (
    <>
      <StateCard session={session} />
      <ConnectPhone session={session} />
      <Tabs
        value={part}
        onChange={(next) => go(next === 'settings' ? `/${session.id}/settings` : `/${session.id}`)}
        keepMounted={false}
      >
        <Tabs.List aria-label={t('page.tabs')} mb="md">
          <Tabs.Tab value="timeline">{t('page.timeline')}</Tabs.Tab>
          <Tabs.Tab value="settings">{t('page.settings')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="timeline">
          <Timeline sessionId={session.id} />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <Settings session={session} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
