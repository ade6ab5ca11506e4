import { Emitter } from './emitter.ts';
import { known } from './ids.ts';
import { query, transmit } from './link.ts';
import { MsgKey } from './msg-key.ts';
import { post } from './outbox.ts';
import type { Chat } from './store/chat.ts';
import { Msgs } from './store/collections.ts';
import type { Msg } from './store/msg.ts';

/** Both shapes in which the library hands over messages. */
type Selection = Msg[] | { list: Msg[] };

const listOf = (selection: Selection): Msg[] => (Array.isArray(selection) ? selection : selection.list);

/** The page's own commands, which are also its event bus. */
class CmdEmitter extends Emitter {
  refreshQR(): void {
    transmit({ t: 'refresh' });
  }

  async archiveChat(chat: Chat, archive: boolean): Promise<void> {
    await query('archive', { chat: known(chat.id), value: archive });
    chat.set({ archive });
  }

  async pinChat(chat: Chat, value: boolean): Promise<void> {
    await query('pin', { chat: known(chat.id), value });
    chat.set({ pin: value ? Math.floor(Date.now() / 1000) : 0 });
  }

  async markChatUnread(chat: Chat, value: boolean): Promise<void> {
    await query('unread', { chat: known(chat.id), value });
    chat.set({ unreadCount: value ? -1 : 0 });
  }

  async sendRevokeMsgs(_chat: Chat, selection: Selection): Promise<void> {
    for (const msg of listOf(selection)) {
      const [, accepted] = post({ kind: 'revoke', id: await MsgKey.newId(), target: msg.id.id });
      await accepted;
      revokeLocally(msg);
    }
  }

  async sendDeleteMsgs(_chat: Chat, selection: Selection): Promise<void> {
    const list = listOf(selection);
    await query('deleteMessages', { ids: list.map((msg) => msg.id.id) });
    for (const msg of list) Msgs.remove(Msgs.get(msg.id) ?? msg);
  }

  sendStarMsgs(_chat: Chat, selection: Selection): Promise<void> {
    return star(listOf(selection), true);
  }

  sendUnstarMsgs(_chat: Chat, selection: Selection): Promise<void> {
    return star(listOf(selection), false);
  }

  async openChatBottom(): Promise<boolean> {
    return true;
  }
}

async function star(list: Msg[], value: boolean): Promise<void> {
  await query('star', { ids: list.map((msg) => msg.id.id), value });
  for (const msg of list) msg.set({ star: value });
}

/** The text goes in the same step as the kind, so that nobody takes it for an edit. */
export function revokeLocally(msg: Msg): void {
  msg.set({ type: 'revoked', body: '', caption: '' });
}

export const Cmd: CmdEmitter = new CmdEmitter();
