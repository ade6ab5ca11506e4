import { Anchor, Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { DeliveryWithAttempts } from '@wagw/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useGateway } from '../../gateway/gateway.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useFormats } from '../../ui/times.ts';
import { useEventNames } from '../event-names.ts';
import { useDelivery, useEndpoint, useReadAgain } from '../webhook-queries.ts';
import { Attempts } from './attempts.tsx';
import { DeliveryStatusBadge } from './delivery-status.tsx';
import { Facts } from './facts.tsx';
import { NextAttempt } from './next-attempt.tsx';
import { TextBlock } from './text-block.tsx';

/** One delivery: what was posted, each attempt with the receiver's answer, and posting it once more. */
export function DeliveryPage({ id }: { readonly id: string }) {
  const { t } = useTranslation('deliveries');
  const { nameOf } = useEventNames();
  const { data, error, refetch } = useDelivery(id);
  return (
    <Page
      title={data === undefined ? t('delivery.title') : nameOf(data.event)}
      actions={data !== undefined && data.status !== 'pending' && <ReplayOne delivery={data} />}
    >
      {data === undefined && error === null && <Skeleton h={240} />}
      {data === undefined && error !== null && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {data !== undefined && <Delivery delivery={data} />}
    </Page>
  );
}

function Delivery({ delivery }: { readonly delivery: DeliveryWithAttempts }) {
  const { t } = useTranslation('deliveries');
  const { dateTime, number } = useFormats();
  const { data: endpoint } = useEndpoint(delivery.webhookId);
  const { eventId, sessionId, tenantId, seq, status, recordedAt, settledAt, replays, body } = delivery;
  return (
    <Stack>
      <Anchor component={Link} href={`/${delivery.webhookId}`}>
        {t('delivery.back')}
      </Anchor>
      <div role="status">
        <DeliveryStatusBadge status={status} />
        {status === 'pending' && <NextAttempt delivery={delivery} endpoint={endpoint} />}
      </div>
      <Facts
        facts={[
          [t('delivery.to'), endpoint?.url ?? delivery.webhookId],
          [t('delivery.session'), `${sessionId} (${tenantId})`],
          ...(seq > 0 ? ([[t('delivery.seq'), number(seq)]] as const) : []),
          [t('delivery.eventId'), eventId],
          [t('delivery.recorded'), dateTime(recordedAt)],
          ...(settledAt === null ? [] : ([[t(`delivery.settled.${status}`), dateTime(settledAt)]] as const)),
          ...(replays > 0 ? ([[t('delivery.replays'), number(replays)]] as const) : []),
        ]}
      />
      <Title order={2} size="h4">
        {t('attempts.title')}
      </Title>
      <Attempts delivery={delivery} />
      <Title order={2} size="h4">
        {t('delivery.body')}
      </Title>
      {body === null ? (
        <Text>{t('delivery.bodyGone')}</Text>
      ) : (
        <TextBlock
          label={t('delivery.bodyLabel')}
          text={pretty(body)}
          copied={body}
          copyLabel={t('copy.body')}
        />
      )}
    </Stack>
  );
}

function ReplayOne({ delivery: { id, status } }: { readonly delivery: DeliveryWithAttempts }) {
  const { t } = useTranslation('deliveries');
  const { client, can } = useGateway();
  const readAgain = useReadAgain();
  const [isAsking, setAsking] = useState(false);
  if (!can('manage')) return null;
  const replay = async () => {
    const params = { path: { deliveryId: id } };
    await client.api.POST('/api/v1/webhooks/deliveries/{deliveryId}/replay', { params });
    await readAgain();
  };
  return (
    <>
      <Button leftSection={<IconRefresh size={16} aria-hidden />} onClick={() => setAsking(true)}>
        {t('replayOne.action')}
      </Button>
      <Confirm
        isOpen={isAsking}
        title={t('replayOne.title')}
        question={t(status === 'delivered' ? 'replayOne.repeats' : 'replayOne.question')}
        action={t('replayOne.action')}
        act={replay}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

/** Formats that are not JSON are shown as they are. */
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
