import { Alert, Anchor, Group, Text } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import type { Session } from '@wagw/client';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useGateway } from '../gateway/gateway.tsx';
import { areaPath } from '../ui/area-path.ts';
import { SessionStateBadge, SessionStateSentence } from '../ui/session-state.tsx';
import { ChatListPane } from './chats/chat-list-pane.tsx';
import { chatName } from './chats/chat-name.ts';
import { NewChat } from './chats/new-chat.tsx';
import { useChatList } from './chats/use-chat-list.ts';
import classes from './conversations.module.css';
import { ConversationPane } from './messages/conversation-pane.tsx';
import { isPageVisible } from './messages/use-seen.ts';
import { conversationPath } from './paths.ts';

interface SessionDeskProps {
  readonly session: Session;
  /** WhatsApp's id of the chat that is open. */
  readonly chat: string | undefined;
}

/** The chats of one session and, beside them, the one that is open; on a phone one at a time. */
export function SessionDesk({ session, chat }: SessionDeskProps) {
  const { t } = useTranslation('conversations');
  const { can } = useGateway();
  const [, navigate] = useLocation();
  const [isNew, asking] = useDisclosure();
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const isReady = session.state === 'ready';
  const chats = useChatList(session.id, isReady, (id) => id === chat && isPageVisible() && can('send'));
  const { markSeen } = chats;
  const known = chat === undefined ? undefined : chats.list?.chats.get(chat);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it does is the same each time
  const onSeen = useCallback(() => {
    if (chat !== undefined) markSeen(chat);
  }, [chat, session.id, isReady]);

  return (
    <>
      <div className={`${classes.desk} ${isNarrow ? classes.single : ''}`}>
        <div className={classes.above}>{!isReady && <Away session={session} />}</div>
        {(!isNarrow || chat === undefined) && (
          <ChatListPane
            session={session.id}
            open={chat}
            chats={chats}
            onNew={isReady && can('send') ? asking.open : undefined}
          />
        )}
        {chat !== undefined ? (
          <ConversationPane
            key={`${session.id} ${chat}`}
            session={session.id}
            chat={chat}
            name={chatName(known ?? { id: chat, name: '' })}
            isGroup={chat.endsWith('@g.us')}
            isReady={isReady}
            back={isNarrow ? conversationPath(session.id) : undefined}
            onSeen={onSeen}
          />
        ) : (
          !isNarrow && (
            <div className={`${classes.column} ${classes.centre}`}>
              <Text c="dimmed">{t('chooseChat')}</Text>
            </div>
          )
        )}
      </div>
      <NewChat
        session={session.id}
        isOpen={isNew}
        onClose={asking.close}
        onFound={(id) => navigate(conversationPath(session.id, id))}
      />
    </>
  );
}

/** Why WhatsApp cannot be asked just now. */
function Away({ session: { id, state, code } }: { readonly session: Session }) {
  const { t } = useTranslation('conversations');
  return (
    <Alert color="orange" role="status" title={t('away')} p="sm">
      <Group gap="sm">
        <SessionStateBadge state={state} />
        <SessionStateSentence code={code} />
      </Group>
      <Text size="sm">
        {t('awayHint')}{' '}
        <Anchor
          component={Link}
          href={areaPath(`/sessions/${encodeURIComponent(id)}`)}
          inherit
          c="inherit"
          underline="always"
        >
          {t('toSession')}
        </Anchor>
      </Text>
    </Alert>
  );
}
