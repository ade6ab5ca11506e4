import { Button, SegmentedControl, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import shared from '../conversations.module.css';
import { conversationPath } from '../paths.ts';
import { chatsOn, NO_CHATS, type Shelf } from './chat-list.ts';
import { ChatRow } from './chat-row.tsx';
import type { useChatList } from './use-chat-list.ts';

interface ChatListPaneProps {
  readonly session: string;
  /** The chat that is open. */
  readonly open: string | undefined;
  readonly chats: ReturnType<typeof useChatList>;
  /** Undefined where nothing may be sent, or WhatsApp cannot be asked. */
  readonly onNew: (() => void) | undefined;
}

const NEAR_END = 600;
const SHELVES = ['inbox', 'unread', 'archived'] as const;

/** The chats of a session; more are read as one scrolls, and all of them when somebody searches. */
export function ChatListPane({ session, open, chats, onNew }: ChatListPaneProps) {
  const { t } = useTranslation('conversations');
  const [search, setSearch] = useState('');
  const [shelf, setShelf] = useState<Shelf>('inbox');
  const view = useRef<VirtualizerHandle>(null);
  const { list = NO_CHATS, loadOlder, isLoadingOlder, error, olderError } = chats;
  const shown = useMemo(() => chatsOn(list, shelf, search), [list, shelf, search]);
  const isSearch = search.trim() !== '' || shelf !== 'inbox';
  const hasOlder = list.older !== undefined;

  useEffect(() => {
    if (isSearch && hasOlder && !isLoadingOlder && olderError === null) loadOlder();
  }, [isSearch, hasOlder, isLoadingOlder, olderError, loadOlder]);

  const onScroll = (offset: number) => {
    const { scrollSize = 0, viewportSize = 0 } = view.current ?? {};
    if (scrollSize - offset - viewportSize < NEAR_END && olderError === null) loadOlder();
  };
  const problem = error ?? olderError;

  return (
    <nav className={shared.column} aria-label={t('chats')}>
      <Stack gap="xs" p="sm">
        {onNew !== undefined && (
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={onNew}>
            {t('newChat')}
          </Button>
        )}
        <TextInput
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t('shelf')}
          value={shelf}
          onChange={(value) => setShelf(value as Shelf)}
          data={SHELVES.map((value) => ({ value, label: t(`shelves.${value}`) }))}
        />
      </Stack>
      {problem !== null && <ProblemAlert error={problem} onRetry={() => void chats.refetch()} />}
      {chats.list === undefined && problem === null ? (
        <Loading />
      ) : (
        <div className={shared.scroller}>
          <Virtualizer ref={view} as="ul" item="li" data={shown} onScroll={onScroll}>
            {(chat) => (
              <ChatRow
                key={chat.id}
                chat={chat}
                href={conversationPath(session, chat.id)}
                isOpen={chat.id === open}
              />
            )}
          </Virtualizer>
          <Text size="sm" c="dimmed" p="md" role="status">
            {isLoadingOlder ? t('moreChats') : shown.length === 0 && t(isSearch ? 'noneFound' : 'noChats')}
          </Text>
        </div>
      )}
    </nav>
  );
}

function Loading() {
  const { t } = useTranslation();
  return (
    <Stack p="sm" role="status" aria-label={t('loading')}>
      {[1, 2, 3, 4, 5].map((row) => (
        <Skeleton key={row} h={44} />
      ))}
    </Stack>
  );
}
