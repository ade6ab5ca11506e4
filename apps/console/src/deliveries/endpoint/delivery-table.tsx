import { Anchor, Table, Text } from '@mantine/core';
import type { ListedDelivery } from '@wagw/client';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useFormats, useNow } from '../../ui/times.ts';
import { DeliveryStatusBadge } from '../delivery/delivery-status.tsx';
import { useOutcome } from '../delivery/outcome.tsx';
import { useEventNames } from '../event-names.ts';

/** The width from which the columns need not be pressed together. */
const MIN_WIDTH = 640;

export function DeliveryTable({ deliveries }: { readonly deliveries: readonly ListedDelivery[] }) {
  const { t } = useTranslation('deliveries');
  return (
    <Table.ScrollContainer
      minWidth={MIN_WIDTH}
      type="native"
      tabIndex={0}
      role="region"
      aria-label={t('list.label')}
    >
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('list.event')}</Table.Th>
            <Table.Th>{t('list.status')}</Table.Th>
            <Table.Th>{t('list.session')}</Table.Th>
            <Table.Th>{t('list.recorded')}</Table.Th>
            <Table.Th>{t('list.lastAttempt')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {deliveries.map((delivery) => (
            <Row key={delivery.id} delivery={delivery} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ delivery }: { readonly delivery: ListedDelivery }) {
  const { t } = useTranslation('deliveries');
  const { nameOf } = useEventNames();
  const { ago, dateTime, number } = useFormats();
  const now = useNow();
  const outcomeOf = useOutcome();
  const { id, webhookId, event, sessionId, seq, status, recordedAt, attempts, lastAttempt } = delivery;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} href={`/${webhookId}/${id}`} size="sm">
          {nameOf(event)}
        </Anchor>
        <Text size="xs" c="dimmed">
          {seq === 0 ? t('list.test') : t('list.seq', { seq: number(seq) })}
        </Text>
      </Table.Td>
      <Table.Td>
        <DeliveryStatusBadge status={status} />
      </Table.Td>
      <Table.Td>
        <Text size="sm" maw={180} truncate>
          {sessionId}
        </Text>
      </Table.Td>
      <Table.Td>
        <time dateTime={recordedAt} title={dateTime(recordedAt)}>
          {ago(recordedAt, now)}
        </time>
      </Table.Td>
      <Table.Td>
        {lastAttempt === null ? t('list.notTried') : outcomeOf(lastAttempt)}
        {attempts > 1 && (
          <Text size="xs" c="dimmed">
            {t('list.attempts', { count: attempts })}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
