import { Avatar, Badge, Text } from '@mantine/core';
import { IconBellOff, IconPin, IconUser, IconUsers } from '@tabler/icons-react';
import type { Chat } from '@wagw/client';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Ticks } from '../bubble/ticks.tsx';
import { nothingOf, shownOf, withStored } from '../messages/facts.ts';
import { useChatTimes } from '../messages/use-chat-times.ts';
import { useSummary } from '../messages/use-summary.ts';
import { chatName } from './chat-name.ts';
import classes from './chat-row.module.css';

interface ChatRowProps {
  readonly chat: Chat;
  readonly href: string;
  readonly isOpen: boolean;
}

/** One chat of the list: who, what was said last, and how much is unread. */
export const ChatRow = memo(function ChatRow({ chat, href, isOpen }: ChatRowProps) {
  const { t } = useTranslation('conversations');
  const { short } = useChatTimes();
  const name = chatName(chat);
  const { timestamp, isPinned, isMuted, isGroup } = chat;
  return (
    <Link className={classes.row} href={href} {...(isOpen ? { 'aria-current': 'page' as const } : {})}>
      <Avatar radius="xl" color="brand" variant="filled" aria-hidden>
        {isGroup ? <IconUsers size={20} /> : (initialOf(name) ?? <IconUser size={20} />)}
      </Avatar>
      <div className={classes.words}>
        <div className={classes.line}>
          <Text fw={600} size="sm" truncate dir="auto">
            {name}
          </Text>
          {isPinned && <IconPin size={14} role="img" aria-label={t('pinned')} />}
          {isMuted && <IconBellOff size={14} role="img" aria-label={t('muted')} />}
          {timestamp !== undefined && (
            <Text size="xs" c="dimmed" component="time">
              {short(timestamp * 1_000)}
            </Text>
          )}
        </div>
        <div className={classes.line}>
          <LastMessage chat={chat} />
          <Unread count={chat.unreadCount} />
        </div>
      </div>
    </Link>
  );
});

function LastMessage({ chat: { lastMessage } }: { readonly chat: Chat }) {
  const summaryOf = useSummary();
  const { t } = useTranslation('conversations');
  const shown = lastMessage === undefined ? undefined : shownOf(withStored(nothingOf('last'), lastMessage));
  if (shown === undefined) return <span />;
  return (
    <Text size="sm" c="dimmed" truncate component="div">
      {shown.fromMe && (
        <>
          <Ticks fate={shown.fate} /> {`${t('you')}: `}
        </>
      )}
      <bdi>{summaryOf(shown)}</bdi>
    </Text>
  );
}

/** A chat that was marked as unread on the phone has a count of −1. */
function Unread({ count }: { readonly count: number }) {
  const { t, i18n } = useTranslation('conversations');
  if (count === 0) return null;
  const number = Math.max(count, 1);
  const formatted = new Intl.NumberFormat(i18n.language).format(number);
  return (
    <Badge size="sm" circle={number < 10} aria-label={t('unread', { count: number, formatted })} role="img">
      {count > 0 ? formatted : ' '}
    </Badge>
  );
}

/** Undefined of a number, whose first digit says nothing. */
const initialOf = (name: string): string | undefined => /\p{L}/u.exec(name)?.[0].toUpperCase();
