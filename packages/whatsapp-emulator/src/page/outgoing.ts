import type { WireReaction, WireVote } from '../protocol/frames.ts';
import { upsertReaction, upsertVote } from './addons.ts';
import { messageToWire } from './codec.ts';
import { me } from './me.ts';
import { MsgKey } from './msg-key.ts';
import { post } from './outbox.ts';
import type { Chat } from './store/chat.ts';
import { Chats, Msgs } from './store/collections.ts';
import { Msg, type MsgAttributes } from './store/msg.ts';

/**
 * Adds the message to its chat and sends it.
 * @returns two promises: the message is in the store and in the outbox; the server has answered (the page never rejects a failed send, it shows ack −1).
 */
export function addAndSendMsgToChat(
  chat: Chat,
  attributes: MsgAttributes,
): [Promise<Msg>, Promise<{ messageSendResult: string }>] {
  const isMedia = attributes.directPath !== undefined;
  const msg = new Msg({ ...withoutHelpers(attributes), ...(isMedia ? { isUnsentMedia: true } : {}) });
  Chats.add(chat);
  Msgs.add(msg);
  const wire = messageToWire({ ...attributes, id: msg.id });
  const [written, accepted] = post({ kind: 'message', id: msg.id.id, message: wire });
  const added = written.then(() => msg);
  const sent = accepted.then((ok) => ({ messageSendResult: ok ? 'OK' : 'ERROR_UNKNOWN' }));
  return [added, sent];
}

/** Options of the library and helper objects that are no attributes of a message. */
function withoutHelpers(attributes: MsgAttributes): MsgAttributes {
  const entries = Object.entries(attributes).filter(
    ([name, value]) => value !== undefined && name !== 'mediaBlob' && typeof value !== 'function',
  );
  return Object.fromEntries(entries) as unknown as MsgAttributes;
}

export async function sendEdit(msg: Msg, text: string): Promise<void> {
  const id = await MsgKey.newId();
  const at = Date.now();
  const [, sent] = post({ kind: 'edit', id, target: msg.id.id, text, at });
  const changed = msg.directPath === undefined ? { body: text } : { caption: text };
  msg.set({ ...changed, latestEditSenderTimestampMs: at });
  await sent;
}

export async function sendReaction(msg: Msg, text: string): Promise<void> {
  const reaction: WireReaction = { id: await MsgKey.newId(), sender: me.id, text, at: Date.now() };
  const [, sent] = post({ kind: 'reaction', id: reaction.id, target: msg.id.id, text });
  await upsertReaction(msg, reaction);
  await sent;
}

export async function sendVote(msg: Msg, options: ReadonlySet<number>): Promise<void> {
  const vote: WireVote = { id: await MsgKey.newId(), sender: me.id, options: [...options], at: Date.now() };
  const [, sent] = post({ kind: 'vote', id: vote.id, target: msg.id.id, options: vote.options });
  await upsertVote(msg, vote);
  await sent;
}
