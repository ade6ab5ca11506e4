import { Alert, Container, Group, Text, Title } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageMenu } from '../app/language-menu.tsx';
import { LinkPhone } from '../ui/link-phone/link-phone.tsx';
import type { ConnectLink } from './connect-link.ts';
import { createLinkClient, type LinkClient } from './link-client.ts';
import { phaseOf } from './session-phase.ts';
import { type LinkState, useLink } from './use-link.ts';
import { ConnectedView } from './views/connected-view.tsx';
import { EndedView } from './views/ended-view.tsx';
import { RestingView } from './views/resting-view.tsx';
import { StuckView } from './views/stuck-view.tsx';
import { WaitingView } from './views/waiting-view.tsx';

/** The page behind a connect link. @param link undefined when the address holds none */
export function ConnectPage({ link }: { readonly link: ConnectLink | undefined }) {
  const { t } = useTranslation('connect');
  useEffect(() => {
    document.title = t('title');
  }, [t]);
  return (
    <Container component="main" size="md" py="lg" px="md">
      {link === undefined ? <EndedView end="invalid" /> : <Linking link={link} />}
      <Group justify="flex-end" mt="md">
        <LanguageMenu />
      </Group>
    </Container>
  );
}

function Linking({ link }: { readonly link: ConnectLink }) {
  const client = useMemo(() => createLinkClient(link.token, link.sessionId), [link]);
  const state = useLink(client.gateway, link.sessionId);
  const { t } = useTranslation('connect');
  const name = nameOf(link);
  if (state.end !== undefined) return <EndedView end={state.end} />;
  return (
    <>
      <Title order={1} fz={{ base: 'h4', sm: 'h2' }} mb="sm">
        {t('heading', { name })}
      </Title>
      <ConnectionLost isLost={state.isLost} />
      <CurrentView link={link} client={client} state={state} />
      <Text c="dimmed" size="sm" mt="xl">
        {t('purpose', { name })}
      </Text>
    </>
  );
}

/** Whose WhatsApp it is, as far as the link tells. */
const nameOf = ({ sessionId, tenantId }: ConnectLink): string =>
  tenantId === sessionId ? sessionId : `${tenantId} (${sessionId})`;

/** Its place is always there, so that a screen reader says what comes into it. */
function ConnectionLost({ isLost }: { readonly isLost: boolean }) {
  const { t } = useTranslation('connect');
  return (
    <div role="status">
      {isLost && (
        <Alert color="orange" icon={<IconCloudOff />} mb="sm">
          {t('lost')}
        </Alert>
      )}
    </div>
  );
}

interface CurrentViewProps {
  readonly link: ConnectLink;
  readonly client: LinkClient;
  readonly state: LinkState;
}

function CurrentView({ link, client, state: { session, revision } }: CurrentViewProps): ReactNode {
  const { t } = useTranslation('connect');
  if (session === undefined) return <WaitingView title={t('loading')} />;
  const phase = phaseOf(session);
  switch (phase.kind) {
    case 'link':
      return (
        <LinkPhone
          state={phase.state}
          loadQr={client.loadQr}
          revision={revision}
          askCode={async (phone) => (await client.gateway.sessions.pairingCode(link.sessionId, phone)).code}
        />
      );
    case 'connected':
      return <ConnectedView link={link} phone={session.account?.phone} />;
    case 'resting':
      return <RestingView why={phase.why} start={() => client.gateway.sessions.start(link.sessionId)} />;
    case 'busy':
      return <WaitingView title={t(`busy.${phase.why}.title`)} text={t(`busy.${phase.why}.text`)} />;
    case 'stuck':
      return <StuckView why={phase.why} code={session.code} />;
  }
}
