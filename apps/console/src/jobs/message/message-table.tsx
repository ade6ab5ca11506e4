import { Table, Text } from '@mantine/core';
import type { Message } from '@wagw/client';
import { useTranslation } from 'react-i18next';
import { MessageOutcome } from '../../ui/message-outcome/message-outcome.tsx';
import { chatIdText } from '../../ui/phone-number.ts';
import { useFormats } from '../../ui/times.ts';
import { MessageStatusBadge } from './message-status.tsx';
import { MessageText } from './message-text.tsx';
import { SentAgain } from './sent-again.tsx';

interface MessageTableProps {
  readonly messages: readonly Message[];
  /** What the table is, for those who cannot see where it stands. */
  readonly caption: string;
}

/** Messages with what became of each, in words. */
export function MessageTable({ messages, caption }: MessageTableProps) {
  const { t } = useTranslation('jobs');
  const { dateTime } = useFormats();
  return (
    <Table.ScrollContainer minWidth={720} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing="xs" aria-label={caption}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('columns.recipient')}</Table.Th>
            <Table.Th>{t('columns.message')}</Table.Th>
            <Table.Th>{t('columns.status')}</Table.Th>
            <Table.Th>{t('columns.reason')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {messages.map((message) => (
            <Table.Tr key={message.id}>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                {chatIdText(message.to)}
                <Text size="xs" c="dimmed">
                  {dateTime(lastChange(message))}
                </Text>
              </Table.Td>
              <Table.Td maw={320}>
                <MessageText message={message} />
              </Table.Td>
              <Table.Td>{message.status !== null && <MessageStatusBadge status={message.status} />}</Table.Td>
              <Table.Td maw={320}>
                {message.resentAs === undefined ? (
                  <MessageOutcome message={message} />
                ) : (
                  <SentAgain message={message} />
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** When it came to where it is. */
const lastChange = ({ timeline, status, createdAt }: Message): string =>
  (status === null ? undefined : timeline[status]) ?? createdAt;
