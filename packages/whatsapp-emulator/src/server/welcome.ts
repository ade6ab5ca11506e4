import type { Welcome, WireChat } from '../protocol/frames.ts';
import { userJid } from '../protocol/identity.ts';
import type { Service } from './service.ts';
import type { DeviceState } from './world.ts';

/**
 * What a page finds at login: its account and, in place of the message store that the real page keeps in IndexedDB, the latest
 * messages of each chat, without those that still wait in the device's queue.
 */
export function welcome(service: Service, device: DeviceState): Welcome {
  const account = service.accounts.get(device.phone);
  const waiting = new Set(
    device.queue.flatMap(({ event }) => (event.kind === 'message' ? [event.message.id] : [])),
  );
  const { snapshotPerChat } = service.policies.policy;
  const chats = Object.values(account.chats).map(
    (chat): WireChat => ({
      ...chat,
      messages: latest(
        chat.messages.filter(({ id }) => !waiting.has(id)),
        snapshotPerChat,
      ),
    }),
  );
  return {
    t: 'welcome',
    me: {
      id: userJid(account.phone),
      lid: `${account.lid}@lid`,
      name: account.name,
      platform: 'android',
      battery: account.battery,
      plugged: account.plugged,
    },
    lids: service.accounts.lids(),
    contacts: service.accounts.contactsOf(account),
    blocked: account.blocked,
    groups: service.groups.list().filter(({ id }) => id in account.chats),
    chats: chats.map((chat) => ({
      ...chat,
      unread: Math.max(0, chat.unread - waitingIn(chat.id, device)),
    })),
  };
}

const latest = <Item>(items: Item[], count: number): Item[] => items.slice(Math.max(0, items.length - count));

function waitingIn(chat: string, device: DeviceState): number {
  return device.queue.filter(
    ({ event }) => event.kind === 'message' && event.message.chat === chat && !event.message.fromMe,
  ).length;
}
