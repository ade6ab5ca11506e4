import { type GatewayClient, GatewayError, type SendMessage } from '@wagw/client';
import { useMemo } from 'react';
import { useGateway } from '../../gateway/gateway.tsx';
import { type Conversation, restored, withAccepted, withDraft, without } from '../messages/merge.ts';
import type { Draft, ShownMessage } from '../messages/shown-message.ts';
import type { Place } from '../messages/use-conversation.ts';
import { fileKindOf } from './file-kinds.ts';
import { again, newKey, type Outgoing } from './outgoing.ts';
import { uploadFile } from './upload.ts';

type Change = (apply: (conversation: Conversation) => Conversation) => void;

export interface Sending {
  /** Shows it at once, and sends it under a key of its own: however often that is tried, it is one message. */
  send(outgoing: Outgoing): void;
  /**
   * Sends in the place of one that failed, once: should somebody else have done so, or its outcome be another by now, the page shows that
   * instead. Undefined where what it said is not known any more.
   */
  againOf(message: ShownMessage): (() => void) | undefined;
}

/** Sends into a conversation. What goes wrong stands at the message. @param refetch reads how the messages are by now */
export function useSend({ session, chat }: Place, change: Change, refetch: () => unknown): Sending {
  const { client, session: signIn } = useGateway();
  return useMemo(
    () => createSending(client, signIn.csrfToken, { session, chat }, change, refetch),
    [client, signIn, session, chat, change, refetch],
  );
}

/** What was sent from this page, so that it can be sent once more. */
interface Attempt {
  readonly draft: Draft;
  makeBody(draft: Draft): Promise<SendMessage>;
  /** The failed one in whose place it goes, by its key on this page. */
  readonly replaces?: string;
}

/** Nothing may be sent in the place of a message, because it is not as it was thought to be. */
const NOT_TO_BE_RESENT: ReadonlySet<string> = new Set([
  'message_not_found',
  'message_not_failed',
  'message_may_have_arrived',
  'message_resent',
]);

function createSending(
  client: GatewayClient,
  csrfToken: string,
  { session, chat }: Place,
  change: Change,
  refetch: () => unknown,
): Sending {
  /** By the keys of the messages. */
  const sent = new Map<string, Attempt>();

  async function deliver(attempt: Attempt): Promise<void> {
    const { draft, replaces } = attempt;
    sent.set(draft.key, attempt);
    change((conversation) => {
      const shown = withDraft(conversation, draft);
      return replaces === undefined ? shown : without(shown, replaces);
    });
    try {
      const body = await attempt.makeBody(draft);
      const record = await client.messages.send(session, body, { idempotencyKey: draft.key });
      change((conversation) => withAccepted(conversation, draft.key, record));
    } catch (error) {
      if (replaces === undefined || !(error instanceof GatewayError && NOT_TO_BE_RESENT.has(error.code))) {
        change((conversation) => withDraft(conversation, { ...draft, error }));
        return;
      }
      change((conversation) => restored(without(conversation, draft.key), replaces));
      void refetch();
    }
  }

  async function bodyOf({ text, file, replyTo, sendAt }: Outgoing, draft: Draft): Promise<SendMessage> {
    const rest = {
      to: chat,
      ...(replyTo === undefined ? {} : { replyTo }),
      ...(sendAt === undefined ? {} : { sendAt: new Date(sendAt).toISOString() }),
    };
    if (file === undefined) return { ...rest, type: 'text', text };
    const url = `/api/v1/sessions/${encodeURIComponent(session)}/media`;
    const headers = { 'x-csrf-token': csrfToken, 'idempotency-key': `${draft.key}.file` };
    const upload = await uploadFile(url, file, headers, (progress) =>
      change((conversation) => withDraft(conversation, { ...draft, progress })),
    );
    const type = fileKindOf(file);
    const caption = text === '' || type === 'audio' ? {} : { caption: text };
    return { ...rest, type, media: { upload: upload.id, filename: file.name }, ...caption };
  }

  function send(outgoing: Outgoing): void {
    const { text, file } = outgoing;
    const draft: Draft = {
      key: newKey(),
      kind: file === undefined ? 'text' : fileKindOf(file),
      text,
      at: Date.now(),
      ...(file === undefined ? {} : { filename: file.name, progress: 0 }),
    };
    void deliver({ draft, makeBody: (shown) => bodyOf(outgoing, shown) });
  }

  return {
    send,
    againOf({ key, kind, text, record }) {
      const attempt = sent.get(key);
      if (record === undefined) {
        // The gateway did not take it, or nobody knows: then the same key makes it one message.
        return attempt === undefined ? undefined : () => void deliver(attempt);
      }
      const body = again(record);
      const makeSame = attempt?.makeBody ?? (body === undefined ? undefined : async () => body);
      if (makeSame === undefined) return undefined;
      return () => {
        const draft: Draft = { ...(attempt?.draft ?? { kind, text }), key: newKey(), at: Date.now() };
        const makeBody = async (shown: Draft): Promise<SendMessage> => {
          const { sendAt: _past, ...same } = await makeSame(shown);
          return { ...same, resendOf: record.id };
        };
        void deliver({ draft, makeBody, replaces: key });
      };
    },
  };
}
