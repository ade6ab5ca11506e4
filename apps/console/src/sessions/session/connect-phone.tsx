import { Paper, Text, Title } from '@mantine/core';
import { GatewayError, type Session } from '@wagw/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { useLiveEvents } from '../../gateway/live-events.tsx';
import { LinkPhone } from '../../ui/link-phone/link-phone.tsx';
import { QrPanel } from '../../ui/link-phone/qr-panel.tsx';

/** What connects a phone, while the session waits for one. */
export function ConnectPhone({ session: { id, state } }: { readonly session: Session }) {
  const { t } = useTranslation('sessions');
  const { client, can } = useGateway();
  const [revision, setRevision] = useState(0);
  useLiveEvents(['qr_code'], ({ sessionId, seq }) => {
    if (sessionId === id) setRevision(seq);
  });
  if (state !== 'qr' && state !== 'pairing') return null;

  const loadQr = (signal: AbortSignal) =>
    client.sessions.qr(id, { signal }).catch((error: unknown) => {
      if (error instanceof GatewayError && error.code === 'qr_not_available') return undefined;
      throw error;
    });
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="connect-phone">
      <Title order={2} size="h3" mb="md" id="connect-phone">
        {t('page.link')}
      </Title>
      {can('manage') ? (
        <LinkPhone
          state={state}
          loadQr={loadQr}
          revision={revision}
          askCode={async (phone) => (await client.sessions.pairingCode(id, phone)).code}
        />
      ) : (
        <>
          <Text mb="sm">{t('page.linkForReaders')}</Text>
          {state === 'qr' && <QrPanel load={loadQr} revision={revision} />}
        </>
      )}
    </Paper>
  );
}
