import { Button, Group, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { GatewayClient, Message } from '@wagw/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { chatIdText } from '../../ui/phone-number.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useFormats, useNow } from '../../ui/times.ts';
import { JOBS } from '../bulk/batches.ts';
import { Empty } from '../empty.tsx';
import { useLiveRefresh } from '../live-refresh.ts';
import { MessageText } from '../message/message-text.tsx';
import { ChangeScheduled } from './change-scheduled.tsx';

/** The API lists them by when they were accepted, so all of them are read to find the soonest; to a limit. */
const MOST = 1_000;
const SHOWN_AT_ONCE = 50;
/** No event tells that one was accepted, or cancelled elsewhere. */
const LOOK_MS = 15_000;

const scheduledKey = (session: string) => [...JOBS, session, 'scheduled'];

/** What waits for its time, the soonest first. */
export function ScheduledList({ session }: { readonly session: string }) {
  const { t } = useTranslation('jobs');
  const { number } = useFormats();
  const { client } = useGateway();
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: scheduledKey(session),
    queryFn: ({ signal }) => readScheduled(client, session, signal),
    refetchInterval: LOOK_MS,
  });
  useLiveRefresh(session, scheduledKey(session));

  if (isPending) return <Skeleton h={220} />;
  if (data === undefined) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (data.length === 0) return <Empty text={t('scheduled.empty')} hint={t('scheduled.emptyHint')} />;
  return (
    <Stack gap="sm">
      {data.length === MOST && (
        <Text size="sm" role="note">
          {t('scheduled.capped', { number: number(MOST) })}
        </Text>
      )}
      <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing="xs" aria-label={t('tabs.scheduled')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('columns.time')}</Table.Th>
              <Table.Th>{t('columns.recipient')}</Table.Th>
              <Table.Th>{t('columns.message')}</Table.Th>
              <Table.Th>{t('columns.actions')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.slice(0, shown).map((message) => (
              <ScheduledRow key={message.id} message={message} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {shown < data.length && (
        <Button variant="default" onClick={() => setShown(shown + SHOWN_AT_ONCE)}>
          {t('more')}
        </Button>
      )}
    </Stack>
  );
}

async function readScheduled(
  client: GatewayClient,
  session: string,
  signal: AbortSignal,
): Promise<Message[]> {
  const messages: Message[] = [];
  for await (const message of client.messages.list(session, { status: 'scheduled' }, { signal })) {
    messages.push(message);
    if (messages.length === MOST) break;
  }
  return messages.sort((a, b) => dueAt(a) - dueAt(b));
}

const dueAt = ({ sendAt, createdAt }: Message): number => Date.parse(sendAt ?? createdAt);

function ScheduledRow({ message }: { readonly message: Message }) {
  const { t } = useTranslation('jobs');
  const { dateTime, ago } = useFormats();
  const now = useNow();
  const { can } = useGateway();
  return (
    <Table.Tr>
      <Table.Td>
        {dateTime(dueAt(message))}
        <Text size="xs" c="dimmed">
          {ago(dueAt(message), now)}
        </Text>
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        {chatIdText(message.to)}
        {message.batchId !== null && (
          <Text size="xs" c="dimmed">
            {t('scheduled.partOfBulk')}
          </Text>
        )}
      </Table.Td>
      <Table.Td maw={380}>
        <MessageText message={message} />
      </Table.Td>
      <Table.Td>{can('send') && <Actions message={message} />}</Table.Td>
    </Table.Tr>
  );
}

function Actions({ message }: { readonly message: Message }) {
  const { t } = useTranslation('jobs');
  const { client } = useGateway();
  const queries = useQueryClient();
  const [open, setOpen] = useState<'cancel' | 'change'>();
  const { sessionId, id, to } = message;
  const changed = () => queries.invalidateQueries({ queryKey: JOBS });
  return (
    <Group gap="xs" wrap="nowrap">
      {message.type === 'text' && message.batchId === null && (
        <Button size="xs" variant="default" onClick={() => setOpen('change')}>
          {t('scheduled.change')}
        </Button>
      )}
      <Button size="xs" variant="default" onClick={() => setOpen('cancel')}>
        {t('scheduled.cancel')}
      </Button>
      <Confirm
        isOpen={open === 'cancel'}
        title={t('scheduled.cancelTitle')}
        question={t('scheduled.cancelQuestion', { to })}
        action={t('scheduled.cancel')}
        isDangerous
        act={async () => {
          await client.messages.delete(sessionId, id);
          await changed();
        }}
        onClose={() => setOpen(undefined)}
      />
      {open === 'change' && (
        <ChangeScheduled message={message} onChanged={changed} onClose={() => setOpen(undefined)} />
      )}
    </Group>
  );
}
