import { IconArrowForwardUp, IconBan } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShownMessage } from '../messages/shown-message.ts';
import { useChatTimes } from '../messages/use-chat-times.ts';
import classes from './bubble.module.css';
import { ContentPart } from './content-part.tsx';

import { MediaPart } from './media-part.tsx';
import { type MessageActions, MessageMenu } from './message-menu.tsx';
import { Quote } from './quote.tsx';
import { RichText } from './rich-text.tsx';
import { Ticks } from './ticks.tsx';
import { Trouble } from './trouble.tsx';

interface BubbleProps {
  readonly session: string;
  readonly message: ShownMessage;
  /** Who wrote it. */
  readonly sender: string;
  /** Whether that is said, as in groups. */
  readonly isNamed: boolean;
  /** The message that it answers, if that is loaded. */
  readonly quoted: ShownMessage | undefined;
  readonly quotedName: string;
  onShow(key: string): void;
  /** Whether somebody was led to it. */
  readonly isFound: boolean;
  readonly actions: MessageActions | undefined;
  againOf(message: ShownMessage): (() => void) | undefined;
}

/** One message. */
export const Bubble = memo(function Bubble(props: BubbleProps) {
  const { message, sender, isNamed, isFound, actions, againOf } = props;
  const { fromMe, isRevoked, reactions, fate } = message;
  return (
    <div
      className={classes.row}
      data-mine={fromMe || undefined}
      data-found={isFound || undefined}
      data-message={message.key}
    >
      <div className={classes.bubble}>
        {isNamed && !fromMe && (
          <div className={`${classes.small} ${classes.name}`}>
            <bdi>{sender}</bdi>
          </div>
        )}
        {isRevoked ? <Revoked /> : <Content {...props} />}
        <Meta message={message} />
        <MessageMenu message={message} actions={actions} />
      </div>
      {reactions.length > 0 && !isRevoked && <Reactions reactions={reactions} />}
      {(fate === 'failed' || fate === 'unconfirmed') && (
        <Trouble
          message={message}
          canSend={actions !== undefined}
          sendAgain={actions === undefined ? undefined : againOf(message)}
        />
      )}
    </div>
  );
});

function Content({ session, message, sender, quoted, quotedName, onShow }: BubbleProps) {
  const { isForwarded, text, media } = message;
  return (
    <>
      {isForwarded && <Forwarded />}
      {message.quoted !== undefined && (
        <Quote
          quoted={quoted ?? message.quoted}
          name={quotedName}
          onShow={quoted === undefined ? undefined : () => onShow(quoted.key)}
        />
      )}
      {media !== undefined && <MediaPart session={session} message={message} sender={sender} />}
      <ContentPart message={message} />
      {text !== '' && <RichText text={text} />}
    </>
  );
}

function Meta({ message: { isEdited, isRevoked, at, fromMe, fate } }: { readonly message: ShownMessage }) {
  const { t } = useTranslation('conversations');
  const { time } = useChatTimes();
  return (
    <div className={`${classes.meta} ${classes.small} ${classes.faint}`}>
      {isEdited && !isRevoked && <span>{t('edited')}</span>}
      <time dateTime={new Date(at).toISOString()}>{time(at)}</time>
      {fromMe && !isRevoked && <Ticks fate={fate} />}
    </div>
  );
}

function Forwarded() {
  const { t } = useTranslation('conversations');
  return (
    <div className={`${classes.italic} ${classes.faint}`}>
      <IconArrowForwardUp size={14} aria-hidden className={classes.ticks} /> {t('forwarded')}
    </div>
  );
}

function Revoked() {
  const { t } = useTranslation('conversations');
  return (
    <div className={`${classes.italic} ${classes.faint}`}>
      <IconBan size={14} aria-hidden className={classes.ticks} /> {t('revoked')}
    </div>
  );
}

function Reactions({ reactions }: Pick<ShownMessage, 'reactions'>) {
  const { t } = useTranslation('conversations');
  const all = [...new Set(reactions.map(({ emoji }) => emoji))];
  return (
    <div className={classes.reactions} role="img" aria-label={t('reactions', { all: all.join(' ') })}>
      {all.map((emoji) => (
        <span key={emoji}>{emoji}</span>
      ))}
      {reactions.length > 1 && <span>{reactions.length}</span>}
    </div>
  );
}
