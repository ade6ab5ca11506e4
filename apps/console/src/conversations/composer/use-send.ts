import type { GatewayClient, SendMessage } from '@wagw/client';
import { useMemo } from 'react';
import { useGateway } from '../../gateway/gateway.tsx';
import { type Conversation, withAccepted, withDraft, without } from '../messages/merge.ts';
import type { Draft, ShownMessage } from '../messages/shown-message.ts';
import type { Place } from '../messages/use-conversation.ts';
import { fileKindOf } from './file-kinds.ts';
import { again, newKey, type Outgoing } from './outgoing.ts';
import { uploadFile } from './upload.ts';

type Change = (apply: (conversation: Conversation) => Conversation) => void;

export interface Sending {
  /** Shows it at once, and sends it under a key of its own: however often that is tried, it is one message. */
  send(outgoing: Outgoing): void;
  /** Undefined where what it said is not known any more. */
  againOf(message: ShownMessage): (() => void) | undefined;
}

/** Sends into a conversation. What goes wrong stands at the message. */
export function useSend({ session, chat }: Place, change: Change): Sending {
  const { client, session: signIn } = useGateway();
  return useMemo(
    () => createSending(client, signIn.csrfToken, { session, chat }, change),
    [client, signIn, session, chat, change],
  );
}

function createSending(
  client: GatewayClient,
  csrfToken: string,
  { session, chat }: Place,
  change: Change,
): Sending {
  /** What was sent from this page, by the keys of the messages. */
  const sent = new Map<string, Outgoing>();

  async function deliver(draft: Draft, makeBody: (shown: Draft) => Promise<SendMessage>): Promise<void> {
    change((conversation) => withDraft(conversation, draft));
    try {
      const body = await makeBody(draft);
      const record = await client.messages.send(session, body, { idempotencyKey: draft.key });
      change((conversation) => withAccepted(conversation, draft.key, record));
    } catch (error) {
      change((conversation) => withDraft(conversation, { ...draft, error }));
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

  function send(outgoing: Outgoing, key = newKey()): void {
    const { text, file } = outgoing;
    sent.set(key, outgoing);
    const draft: Draft = {
      key,
      kind: file === undefined ? 'text' : fileKindOf(file),
      text,
      at: Date.now(),
      ...(file === undefined ? {} : { filename: file.name, progress: 0 }),
    };
    void deliver(draft, (shown) => bodyOf(outgoing, shown));
  }

  return {
    send,
    againOf({ key, kind, text, record }) {
      const outgoing = sent.get(key);
      // The gateway did not take it, or nobody knows: then the same key makes it one message.
      if (outgoing !== undefined && record === undefined) return () => send(outgoing, key);
      const body = record === undefined ? undefined : again(record);
      if (outgoing === undefined && body === undefined) return undefined;
      return () => {
        change((conversation) => without(conversation, key));
        if (outgoing !== undefined) return send({ ...outgoing, sendAt: undefined });
        const draft: Draft = { key: newKey(), kind, text, at: Date.now() };
        if (body !== undefined) void deliver(draft, async () => body);
      };
    },
  };
}
