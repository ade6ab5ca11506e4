import { known } from '../ids.ts';
import { query } from '../link.ts';
import { MsgKey } from '../msg-key.ts';
import type { Modules } from '../registry.ts';
import type { Chat } from '../store/chat.ts';
import { Chats, Msgs } from '../store/collections.ts';
import { Msg, type MsgAttributes } from '../store/msg.ts';

/** A piece of WhatsApp's wire format, as far as the library builds one by hand. */
interface Stanza {
  tag: string;
  attrs: Record<string, string>;
  content: Stanza[];
}

function removeMessages(chat: Chat): void {
  for (const msg of chat.msgs.getModelsArray()) Msgs.remove(msg);
}

/** The message that this one answers: the one in the store or, when it is not loaded, what the answer carries of it. */
function getQuotedMsgObj(msg: Msg): Msg | undefined {
  const { quotedMsg, quotedStanzaID: id, quotedParticipant: author } = msg;
  if (!quotedMsg || id === undefined || !author) return undefined;
  const loaded = Msgs.byBareId(id);
  if (loaded) return loaded;
  const { remote } = msg.id;
  const key = new MsgKey({ fromMe: false, remote, id, participant: remote.isGroup() ? author : undefined });
  const type = String(quotedMsg.type ?? 'chat');
  return new Msg({ t: 0, ack: 1, ...quotedMsg, id: key, from: author, to: msg.to, type } as MsgAttributes);
}

/** What one may do with a chat as a whole, and a few odds and ends. */
export const chatModules: Modules = {
  WAWebChatClearBridge: {
    sendClear: async (chat: Chat) => {
      await query('clearChat', { chat: known(chat.id) });
      removeMessages(chat);
    },
  },
  WAWebDeleteChatAction: {
    sendDelete: async (chat: Chat) => {
      await query('deleteChat', { chat: known(chat.id) });
      removeMessages(chat);
      Chats.remove(chat);
    },
  },
  WAWebQuotedMsgModelUtils: { getQuotedMsgObj },
  WAWap: {
    generateId: () => crypto.randomUUID(),
    wap: (tag: string, attrs: Record<string, string>, content: Stanza[] = []): Stanza => ({
      tag,
      attrs,
      content,
    }),
  },
  WADeprecatedSendIq: {
    deprecatedCastStanza: async ({ content }: Stanza) => {
      const [inner] = content;
      if (inner?.tag === 'reject') await query('rejectCall', { id: inner.attrs['call-id'] ?? '' });
    },
  },
};
