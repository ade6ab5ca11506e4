import { Alert, Container, Group, Text, Title } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageMenu } from '../app/language-menu.tsx';
import { LinkPhone } from '../ui/link-phone/link-phone.tsx';
import type { ConnectLink } from './connect-link.ts';
import { createLinkClient, type LinkClient } from './link-client.ts';
import { phaseOf, type SessionPhase } from './session-phase.ts';
import { useLink } from './use-link.ts';
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
  const { t } = useTranslation('connect');
  const client = useMemo(() => createLinkClient(link.token, link.sessionId), [link]);
  const { session, revision, isLost, end } = useLink(client.gateway, link.sessionId);
  const phase = session === undefined ? undefined : phaseOf(session);
  const name = nameOf(link);
  return (
    <>
      {end === undefined && (
        <Title order={1} fz={{ base: 'h4', sm: 'h2' }} mb="sm">
          {t('heading', { name })}
        </Title>
      )}
      {/* Both are always there: a screen reader says what comes into them. */}
      <div role="status">{isLost && <ConnectionLost />}</div>
      <div role="status">
        {end !== undefined ? (
          <EndedView end={end} />
        ) : (
          <StateView link={link} client={client} phase={phase} />
        )}
      </div>
      {end === undefined && phase?.kind === 'link' && (
        <LinkPhone
          state={phase.state}
          loadQr={client.loadQr}
          revision={revision}
          askCode={async (phone) => (await client.gateway.sessions.pairingCode(link.sessionId, phone)).code}
        />
      )}
      {end === undefined && (
        <Text c="dimmed" size="sm" mt="xl">
          {t('purpose', { name })}
        </Text>
      )}
    </>
  );
}

/** Whose WhatsApp it is, as far as the link tells. */
const nameOf = ({ sessionId, tenantId }: ConnectLink): string =>
  tenantId === sessionId ? sessionId : `${tenantId} (${sessionId})`;

function ConnectionLost() {
  const { t } = useTranslation('connect');
  return (
    <Alert color="orange" icon={<IconCloudOff />} mb="sm">
      {t('lost')}
    </Alert>
  );
}

interface StateViewProps {
  readonly link: ConnectLink;
  readonly client: LinkClient;
  /** Undefined until the session was read. */
  readonly phase: SessionPhase | undefined;
}

/** What there is to say while no phone can be linked. */
function StateView({ link, client, phase }: StateViewProps): ReactNode {
  const { t } = useTranslation('connect');
  switch (phase?.kind) {
    case undefined:
      return <WaitingView title={t('loading')} />;
    case 'link':
      return null;
    case 'connected':
      return <ConnectedView link={link} phone={phase.phone} />;
    case 'resting':
      return <RestingView why={phase.why} start={() => client.gateway.sessions.start(link.sessionId)} />;
    case 'busy':
      return <WaitingView title={t(`busy.${phase.why}.title`)} text={t(`busy.${phase.why}.text`)} />;
    case 'stuck':
      return <StuckView why={phase.why} code={phase.code} />;
  }
}
