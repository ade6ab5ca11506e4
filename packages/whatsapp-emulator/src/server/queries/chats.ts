import type { WireChat } from '../../protocol/frames.ts';
import { isGroupJid, phoneOf, userJid } from '../../protocol/identity.ts';
import type { AccountState } from '../world.ts';
import {
  type Asked,
  askingAccount,
  flag,
  number,
  type Query,
  QueryError,
  text,
  texts,
  wire,
} from './query.ts';

const HISTORY_PAGE = 20;

/** Messages and the state of chats. */
export const chatQueries: Readonly<Record<string, Query>> = {
  lookup: (asked, args) => {
    const account = askingAccount(asked);
    return wire(texts(args, 'ids').flatMap((id) => asked.service.accounts.message(account, id) ?? []));
  },

  history: (asked, args) => {
    const { messages } = ownChat(asked, args).chat;
    const before = messages.findIndex(({ id }) => id === args.before);
    const end = before < 0 ? messages.length : before;
    return wire(messages.slice(Math.max(0, end - HISTORY_PAGE), end));
  },

  search: (asked, args) => {
    const wanted = text(args, 'text').toLowerCase();
    const found = Object.values(askingAccount(asked).chats)
      .filter(({ id }) => args.chat === null || args.chat === id)
      .flatMap(({ messages }) => messages)
      .filter(({ attrs }) =>
        String(attrs.caption ?? attrs.body ?? '')
          .toLowerCase()
          .includes(wanted),
      )
      .sort((a, b) => b.t - a.t);
    const count = number(args, 'count') || HISTORY_PAGE;
    const start = Math.max(0, number(args, 'page') - 1) * count;
    return wire(found.slice(start, start + count));
  },

  messageInfo: (asked, args) => {
    const message = asked.service.accounts.message(askingAccount(asked), text(args, 'id'));
    if (!message) throw new QueryError(404, 'There is no such message');
    return { ack: message.ack, t: message.t, chat: message.chat };
  },

  seen: (asked, args) => {
    asked.service.markSeen(askingAccount(asked), text(args, 'chat'));
    return true;
  },

  presence: (asked, args) => {
    const account = askingAccount(asked);
    const chat = text(args, 'chat');
    const members = isGroupJid(chat)
      ? asked.service.groups.get(chat).participants.map(({ id }) => id)
      : [chat];
    for (const id of members) {
      const seenAs = isGroupJid(chat) ? chat : userJid(account.phone);
      asked.service.notePresence(phoneOf(id), {
        chat: seenAs,
        from: userJid(account.phone),
        state: text(args, 'state'),
      });
    }
    return true;
  },

  subscribePresence: ({ service, page }, args) => {
    const phone = phoneOf(text(args, 'id'));
    page.watched.add(phone);
    const presence = service.whereabouts.get(phone);
    if (presence) page.send({ t: 'presence', presence });
    return true;
  },

  archive: (asked, args) => change(asked, args, () => ({ archived: flag(args, 'value') })),
  pin: (asked, args) =>
    change(asked, args, () => ({ pinned: flag(args, 'value') ? Math.floor(Date.now() / 1000) : 0 })),
  mute: (asked, args) => change(asked, args, () => ({ muted: number(args, 'until') })),
  unread: (asked, args) => change(asked, args, () => ({ unread: flag(args, 'value') ? -1 : 0 })),

  clearChat: (asked, args) => {
    const { account, chat } = ownChat(asked, args);
    for (const { id } of [...chat.messages]) asked.service.accounts.forget(account, id);
    asked.service.changed();
    return true;
  },

  deleteChat: (asked, args) => {
    asked.service.accounts.forgetChat(askingAccount(asked), text(args, 'chat'));
    asked.service.changed();
    return true;
  },

  deleteMessages: (asked, args) => {
    for (const id of texts(args, 'ids')) {
      asked.service.messaging.deleteForMe(askingAccount(asked), id, asked.page.device);
    }
    return true;
  },

  star: (asked, args) => {
    for (const id of texts(args, 'ids')) {
      const message = asked.service.accounts.message(askingAccount(asked), id);
      if (message) message.attrs.star = flag(args, 'value');
    }
    asked.service.changed();
    return true;
  },

  linkPreview: ({ service }, args) => {
    if (!service.policies.policy.linkPreviews) return null;
    const link = text(args, 'link');
    const { host } = new URL(link);
    return { data: { title: host, description: `What is to be read at ${host}`, matchedText: link } };
  },

  /** The page cannot read a message and asks the phone for it again. */
  resend: (asked, args) => {
    for (const id of texts(args, 'ids')) asked.service.resendRequests.push(id);
    return true;
  },
};

function ownChat(asked: Asked, args: Parameters<Query>[1]): { account: AccountState; chat: WireChat } {
  const account = askingAccount(asked);
  return { account, chat: asked.service.accounts.chat(account, text(args, 'chat')) };
}

function change(asked: Asked, args: Parameters<Query>[1], patch: () => Partial<WireChat>): true {
  const { chat } = ownChat(asked, args);
  Object.assign(chat, patch());
  asked.service.changed();
  return true;
}
