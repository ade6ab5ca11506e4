import type { WireEvent, WireMessage } from '../protocol/frames.ts';
import { learnAddons, upsertReaction, upsertVote } from './addons.ts';
import { revokeLocally } from './cmd.ts';
import { messageFromWire } from './codec.ts';
import { known, shown } from './ids.ts';
import { query } from './link.ts';
import type { Chat } from './store/chat.ts';
import { Chats, Contacts, GroupMetadatas, Msgs } from './store/collections.ts';
import { Msg, type MsgAttributes } from './store/msg.ts';

/** Carries out what the server tells; once it is done the server gets its receipt. */
export async function apply(event: WireEvent): Promise<void> {
  switch (event.kind) {
    case 'message':
      receive(event.message);
      break;
    case 'decrypted':
      decrypt(event.message);
      break;
    case 'group':
      GroupMetadatas.learn(event.group);
      break;
    case 'chat':
      Chats.learn(event.chat);
      break;
    case 'chatGone':
      removeChat(event.chat);
      break;
    default:
      await change(event);
  }
}

type Change = Extract<WireEvent, { id: string }>;

async function change(event: Change): Promise<void> {
  const msg = Msgs.byBareId(event.id);
  if (!msg) return;
  if (event.kind === 'ack' && event.ack > msg.ack) msg.set({ ack: event.ack });
  if (event.kind === 'edit') {
    const changed = msg.directPath === undefined ? { body: event.text } : { caption: event.text };
    msg.set({ ...changed, latestEditSenderTimestampMs: event.at });
  }
  if (event.kind === 'revoke') revokeLocally(msg);
  if (event.kind === 'delete') Msgs.remove(msg);
  if (event.kind === 'reaction') await upsertReaction(msg, event.reaction);
  if (event.kind === 'vote') await upsertVote(msg, event.vote);
}

function removeChat(id: string): void {
  const chat = Chats.get(shown(id));
  if (!chat) return;
  // All at once and without a word about each message, as the real page does.
  for (const msg of chat.msgs.getModelsArray()) msg.set({ isNewMsg: false });
  for (const msg of chat.msgs.getModelsArray()) Msgs.remove(msg);
  Chats.remove(chat);
}

function receive(wire: WireMessage): void {
  const attributes = messageFromWire(wire);
  if (Msgs.get(attributes.id)) return;
  learnName(attributes);
  const msg = Msgs.add(new Msg({ ...attributes, isNewMsg: true }));
  learnAddons(msg, wire);
  if (wire.fromMe || msg.isNotification) return;
  const chat = Chats.get(msg.id.remote);
  chat?.set({ unreadCount: Math.max(0, chat.unreadCount) + 1 });
}

/** A message tells the name that its sender goes by. */
function learnName({ from, author = from, notifyName }: MsgAttributes & { notifyName?: string }): void {
  if (notifyName === undefined) return;
  const contact = Contacts.get(author) ?? Contacts.gadd(author);
  contact.set({ pushname: notifyName });
}

/** A message that could not be read has become readable. */
function decrypt(wire: WireMessage): void {
  const msg = Msgs.byBareId(wire.id);
  const { id: _id, isNewMsg: _isNewMsg, ...attributes } = messageFromWire(wire);
  msg?.set(attributes);
}

/** The oldest loaded message of a chat in the order of the server: several may bear the same second. */
const oldestLoaded = new WeakMap<Chat, string>();

/** Earlier messages of the chat, oldest first; none when there are no more. */
export async function loadEarlierMsgs({ chat }: { chat: Chat }): Promise<Msg[]> {
  const before = oldestLoaded.get(chat) ?? chat.msgs.getModelsArray()[0]?.id.id ?? null;
  const earlier = await query('history', { chat: known(chat.id), before });
  const messages = chat.msgs.precede(() => Msgs.learn(earlier as unknown as WireMessage[]));
  if (messages[0] !== undefined) oldestLoaded.set(chat, messages[0].id.id);
  return messages;
}
