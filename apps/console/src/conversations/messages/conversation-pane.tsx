import { Skeleton, Stack, Text, VisuallyHidden } from '@mantine/core';
import { type DragEvent, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { Bubble } from '../bubble/bubble.tsx';
import { Composer, type Writing } from '../composer/composer.tsx';
import { useSend } from '../composer/use-send.ts';
import shared from '../conversations.module.css';
import { ConversationHeader } from './conversation-header.tsx';
import classes from './conversation-pane.module.css';
import { without } from './merge.ts';
import { MessageList } from './message-list.tsx';
import { type Row, rowsOf } from './rows.ts';
import { ScheduledStrip } from './scheduled-strip.tsx';
import type { ShownMessage } from './shown-message.ts';
import { bareIdOf } from './shown-message.ts';
import { type Place, useConversation } from './use-conversation.ts';
import { useMessageActions } from './use-message-actions.ts';
import { useNames } from './use-names.ts';
import { usePresence } from './use-presence.ts';
import { useSeen } from './use-seen.ts';
import { useSummary } from './use-summary.ts';

interface ConversationPaneProps extends Place {
  readonly name: string;
  readonly isGroup: boolean;
  /** Whether WhatsApp can be asked. */
  readonly isReady: boolean;
  /** What leads back to the list, where that is not beside it. */
  readonly back: string | undefined;
  onSeen(): void;
}

const WRITING: Writing = { kind: 'message' };

/** One conversation: what was said, and where the next message is written. */
export function ConversationPane({
  session,
  chat,
  name,
  isGroup,
  isReady,
  back,
  onSeen,
}: ConversationPaneProps) {
  const { t } = useTranslation('conversations');
  const { can } = useGateway();
  const place = useMemo(() => ({ session, chat }), [session, chat]);
  const conversation = useConversation(place, isReady);
  const { messages, scheduled, change, error, isRead } = conversation;
  const [writing, setWriting] = useState(WRITING);
  const [file, setFile] = useState<File>();
  const [removing, setRemoving] = useState<ShownMessage>();
  const [found, setFound] = useState<string>();
  const field = useRef<HTMLTextAreaElement>(null);

  const rows = useMemo(() => rowsOf(messages), [messages]);
  const byBareId = useMemo(
    () => new Map(messages.flatMap((each) => (each.ref === undefined ? [] : [[bareIdOf(each.ref), each]]))),
    [messages],
  );
  const newest = messages.findLast(({ fromMe }) => !fromMe);
  const nameOf = useNames(name, isGroup);
  const summaryOf = useSummary();
  const presence = usePresence(place, isReady);
  useSeen(place, isReady, isRead ? newest?.key : undefined, onSeen);
  const sending = useSend(place, change, conversation.refetch);
  const changing = useMessageActions(place, conversation.refetch);

  const canSend = can('send');
  const actions = useMemo(
    () =>
      canSend
        ? {
            reply: (message: ShownMessage) => setWriting({ kind: 'reply', message }),
            edit: (message: ShownMessage) => setWriting({ kind: 'edit', message }),
            remove: setRemoving,
            react: changing.react,
          }
        : undefined,
    [canSend, changing.react],
  );
  const show = useCallback((key: string) => setFound(key), []);

  const renderMessage = ({ message }: Extract<Row, { kind: 'message' }>) => {
    const quotedBy = message.quoted?.bareId;
    const quoted = quotedBy === undefined ? undefined : byBareId.get(quotedBy);
    return (
      <Bubble
        session={session}
        message={message}
        sender={nameOf(message)}
        isNamed={isGroup}
        quoted={quoted}
        quotedName={nameOf(quoted ?? message.quoted)}
        onShow={show}
        isFound={found === message.key}
        actions={actions}
        againOf={sending.againOf}
      />
    );
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    const [dropped] = event.dataTransfer.files;
    if (dropped !== undefined) setFile(dropped);
  };

  return (
    <section
      className={`${shared.column} ${classes.pane}`}
      aria-label={name}
      {...(canSend ? { onDragOver: (event: DragEvent) => event.preventDefault(), onDrop: drop } : {})}
    >
      <ConversationHeader name={name} chat={chat} presence={presence} back={back} />
      {error !== null && <ProblemAlert error={error} onRetry={() => void conversation.refetch()} />}
      {changing.error !== null && <ProblemAlert error={changing.error} />}
      {!isRead && error === null && <Loading />}
      {isRead && messages.length === 0 && (
        <div className={shared.centre}>
          <Text c="dimmed">{t('noMessages')}</Text>
        </div>
      )}
      {messages.length > 0 && (
        <MessageList
          label={t('messagesWith', { name })}
          rows={rows}
          hasOlder={conversation.hasOlder}
          isLoadingOlder={conversation.isLoadingOlder}
          olderError={conversation.olderError}
          loadOlder={conversation.loadOlder}
          found={found}
          renderMessage={renderMessage}
        />
      )}
      <VisuallyHidden role="status">
        {newest !== undefined && t('newMessage', { name: nameOf(newest), text: summaryOf(newest) })}
      </VisuallyHidden>
      <ScheduledStrip
        messages={scheduled}
        cancel={
          canSend
            ? async (message) => {
                await changing.cancel(message);
                change((known) => without(known, message.key));
              }
            : undefined
        }
      />
      {canSend && (
        <Composer
          writing={writing}
          repliedName={writing.kind === 'message' ? '' : nameOf(writing.message)}
          file={file}
          field={field}
          onFile={setFile}
          onStop={() => setWriting(WRITING)}
          onSend={sending.send}
          onEdit={changing.edit}
        />
      )}
      <Confirm
        isOpen={removing !== undefined}
        title={t('deleteForAll')}
        question={t('deleteQuestion')}
        action={t('deleteForAll')}
        isDangerous
        act={async () => {
          if (removing !== undefined) await changing.remove(removing);
        }}
        onClose={() => setRemoving(undefined)}
      />
    </section>
  );
}

function Loading() {
  const { t } = useTranslation();
  return (
    <Stack p="md" gap="sm" role="status" aria-label={t('loading')} style={{ flex: 1 }}>
      {['60%', '45%', '70%', '35%'].map((width, index) => (
        <Skeleton key={width} h={40} w={width} ms={index % 2 === 0 ? 0 : 'auto'} />
      ))}
    </Stack>
  );
}
