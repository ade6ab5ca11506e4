import { Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconChevronDown,
  IconCopy,
  IconMoodSmile,
  IconMoodX,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShownMessage } from '../messages/shown-message.ts';
import { useSummary } from '../messages/use-summary.ts';
import classes from './bubble.module.css';

/** What can be done with a message of a conversation. */
export interface MessageActions {
  reply(message: ShownMessage): void;
  edit(message: ShownMessage): void;
  remove(message: ShownMessage): void;
  /** @param emoji empty takes it back */
  react(message: ShownMessage, emoji: string): void;
}

const EMOJIS = ['👍', '❤️', '😂', '😮', '😢', '🙏'];
/** WhatsApp's limits. */
const EDIT_MS = 15 * 60_000;
const DELETE_MS = 2 * 86_400_000;

interface MessageMenuProps {
  readonly message: ShownMessage;
  /** Undefined where nothing may be sent. */
  readonly actions: MessageActions | undefined;
}

/** The menu of one message: what its state and its age allow. It is made when it is wanted: most never are. */
export function MessageMenu(props: MessageMenuProps) {
  const { t } = useTranslation('conversations');
  const summaryOf = useSummary();
  const [isWanted, setWanted] = useState(false);
  const { message, actions } = props;
  if (message.isRevoked || (actions === undefined && message.text === '')) return null;
  const label = t('menu', { text: summaryOf(message).slice(0, 60) });
  if (isWanted) return <WantedMenu {...props} label={label} />;
  return (
    <button
      type="button"
      className={classes.menu}
      aria-label={label}
      aria-haspopup="menu"
      onClick={() => setWanted(true)}
    >
      <IconChevronDown size={16} aria-hidden />
    </button>
  );
}

function WantedMenu({ message, actions, label }: MessageMenuProps & { readonly label: string }) {
  const { t } = useTranslation('conversations');
  const { text, kind } = message;
  return (
    <Menu position="bottom-end" defaultOpened withinPortal keepMounted={false}>
      <Menu.Target>
        <button type="button" className={classes.menu} aria-label={label}>
          <IconChevronDown size={16} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {actions !== undefined && <WaysToAnswer message={message} actions={actions} />}
        {text !== '' && (
          <Menu.Item
            leftSection={<IconCopy size={16} aria-hidden />}
            onClick={() => void navigator.clipboard?.writeText(text)}
          >
            {t('copy')}
          </Menu.Item>
        )}
        {actions !== undefined && hasLeft(message) && (
          <WaysToChange message={message} actions={actions} isText={kind === 'text'} />
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

interface WaysProps {
  readonly message: ShownMessage;
  readonly actions: MessageActions;
}

function WaysToAnswer({ message, actions }: WaysProps) {
  const { t } = useTranslation('conversations');
  if (message.ref === undefined) return null;
  const isReacted = message.reactions.some(({ fromMe }) => fromMe);
  return (
    <>
      <Menu.Item
        leftSection={<IconArrowBackUp size={16} aria-hidden />}
        onClick={() => actions.reply(message)}
      >
        {t('reply')}
      </Menu.Item>
      <Menu.Sub>
        <Menu.Sub.Target>
          <Menu.Sub.Item leftSection={<IconMoodSmile size={16} aria-hidden />}>{t('react')}</Menu.Sub.Item>
        </Menu.Sub.Target>
        <Menu.Sub.Dropdown>
          {EMOJIS.map((emoji) => (
            <Menu.Item
              key={emoji}
              aria-label={t('reactWith', { emoji })}
              onClick={() => actions.react(message, emoji)}
            >
              {emoji}
            </Menu.Item>
          ))}
        </Menu.Sub.Dropdown>
      </Menu.Sub>
      {isReacted && (
        <Menu.Item
          leftSection={<IconMoodX size={16} aria-hidden />}
          onClick={() => actions.react(message, '')}
        >
          {t('unreact')}
        </Menu.Item>
      )}
    </>
  );
}

function WaysToChange({ message, actions, isText }: WaysProps & { readonly isText: boolean }) {
  const { t } = useTranslation('conversations');
  const ageMs = Date.now() - message.at;
  return (
    <>
      {isText && ageMs < EDIT_MS && (
        <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => actions.edit(message)}>
          {t('edit')}
        </Menu.Item>
      )}
      {ageMs < DELETE_MS && (
        <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={() => actions.remove(message)}>
          {t('deleteForAll')}
        </Menu.Item>
      )}
    </>
  );
}

const hasLeft = ({ fate }: ShownMessage) =>
  fate === 'sent' || fate === 'delivered' || fate === 'read' || fate === 'played';
