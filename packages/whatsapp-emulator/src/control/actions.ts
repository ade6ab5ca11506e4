import { randomBytes, randomInt } from 'node:crypto';
import type { WireGroup } from '../protocol/frames.ts';
import { isGroupJid, userJid } from '../protocol/identity.ts';
import { newPhoneId } from '../server/messaging.ts';
import type { Service } from '../server/service.ts';
import type { AccountState } from '../server/world.ts';
import { compose } from './compose.ts';
import type { AccountInfo, EmulatorControl } from './control.ts';
import type { Request } from './requests.ts';

/** What pages are told of somebody who types, records, or stops. */
const TYPING = { composing: 'typing', recording: 'recording_audio', paused: 'idle' } as const;

/** What the calls of the control API do. */
export function createActions(service: Service): EmulatorControl {
  const { accounts, devices, linking, messaging, groups, policies } = service;
  return {
    account: async (options = {}) => account(service, options),
    scan: async ({ qr, phone }) => linking.scan(qr, accounts.register(phone).phone),
    enterCode: async ({ code, phone }) => linking.enterCode(code, accounts.register(phone).phone),

    incoming: async (options) => {
      if (options.to === undefined && options.group === undefined)
        throw new Error('Either `to` or `group` is needed');
      if (options.to !== undefined) accounts.get(options.to);
      const from = accounts.get(options.from);
      const message = compose(service, from, options);
      messaging.post(from, message);
      return { id: message.id };
    },
    ciphertext: async ({ to, from, id = newPhoneId() }) => {
      const ids = { chat: userJid(from), from: userJid(from), to: userJid(to) };
      const t = Math.floor(Date.now() / 1000);
      messaging.place(accounts.get(to), {
        id,
        ...ids,
        fromMe: false,
        type: 'ciphertext',
        t,
        ack: 1,
        attrs: {},
      });
      return { id };
    },
    decrypt: async ({ phone, id, text }) => messaging.decrypt(accounts.get(phone), id, text),
    edit: async ({ phone, id, text }) => messaging.edit(accounts.get(phone), id, text),
    revoke: async ({ phone, id }) => messaging.revoke(accounts.get(phone), id),
    delete: async ({ phone, id }) => messaging.deleteForMe(accounts.get(phone), id),
    react: async ({ phone, id, emoji }) => messaging.react(accounts.get(phone), id, emoji),
    vote: async ({ phone, id, options }) => {
      const voter = accounts.get(phone);
      messaging.vote(voter, id, optionIds(service, voter, id, options));
    },
    ack: async ({ id, ack, phone }) => {
      const senders = phone === undefined ? accounts.list() : [accounts.get(phone)];
      for (const sender of senders) messaging.raiseAck(sender, id, ack);
    },
    seen: async ({ phone, chat }) => service.markSeen(accounts.get(phone), jidOf(chat)),
    archive: async ({ phone, chat, archived }) => service.archive(accounts.get(phone), jidOf(chat), archived),
    removeChat: async ({ phone, chat }) => service.removeChat(accounts.get(phone), jidOf(chat)),
    typing: async ({ from, to, state }) => {
      service.notePresence(to, { chat: userJid(from), from: userJid(from), state });
      devices.tell(to, { t: 'presence', presence: { id: userJid(from), type: TYPING[state] } });
    },
    presence: async ({ phone, isThere, lastSeen }) => service.notePlace(phone, isThere, lastSeen),
    call: async ({ to, from, isVideo = false, isGroup = false }) => {
      const id = randomBytes(16).toString('hex').toUpperCase();
      const at = Math.floor(Date.now() / 1000);
      devices.tell(to, { t: 'call', call: { id, from: userJid(from), isVideo, isGroup, at } });
      return { id };
    },

    group: async ({ owner, subject, participants }) => {
      const group = groups.create(accounts.get(owner), subject, participants);
      service.changed();
      return group;
    },
    groupChange: async (options) => changeGroup(service, options),

    frame: async ({ phone, jolt }) => {
      for (const page of service.pages) {
        if (phone === undefined || page.device?.phone === phone) page.send({ t: 'jolt', jolt });
      }
    },
    battery: async ({ phone, battery, plugged }) => {
      Object.assign(accounts.get(phone), { battery, plugged });
      devices.tell(phone, { t: 'battery', battery, plugged });
      service.changed();
    },
    phoneLogout: async ({ phone, device }) => {
      for (const linked of devices.of(phone)) {
        if (device === undefined || linked.device === device) service.logOut(linked.device);
      }
    },
    drop: async ({ phone, ms = 0 }) => {
      service.outages.set(phone ?? '*', Date.now() + ms);
      for (const page of [...service.pages]) {
        if (phone === undefined || page.device?.phone === phone) page.cut();
      }
    },
    refuse: async ({ phone, reason }) => service.refuse(phone ?? '*', reason),

    sent: async ({ phone, to, text } = {}) =>
      messaging
        .sent()
        .filter(
          (sent) =>
            (phone === undefined || sent.from === phone) &&
            (to === undefined || sent.to === to) &&
            (text === undefined || sent.text === text),
        ),
    clearSent: async () => messaging.clearSent(),
    messages: async ({ phone, chat }) => {
      const chats = Object.values(accounts.get(phone).chats).filter(
        ({ id }) => chat === undefined || id === jidOf(chat),
      );
      return chats.flatMap(({ messages }) => messages).sort((a, b) => a.t - b.t);
    },
    media: async ({ directPath }) => {
      const bytes = service.media.get(directPath);
      if (!bytes) throw new Error(`There is no medium ${directPath}`);
      return { data: bytes.toString('base64') };
    },

    policy: async (patch = {}) => policies.changePolicy(patch),
    page: async (patch = {}) => policies.changePage(patch),
    state: async () => ({
      accounts: accounts.list().map((known) => accountInfo(service, known)),
      devices: accounts
        .list()
        .flatMap((known) =>
          accountInfo(service, known).devices.map((device) => ({ ...device, phone: known.phone })),
        ),
      connections: [...service.pages].map(({ device, version }) => ({
        phone: device?.phone ?? null,
        version,
      })),
      qrs: linking.current(),
      groups: groups.list(),
      missing: [...service.missing],
      resendRequests: service.resendRequests,
      rejectedCalls: service.rejectedCalls,
      presences: Object.fromEntries(service.presences),
      policy: policies.policy,
      page: policies.page,
    }),
  };
}

/** A chat is named by the phone number of a person or the id of a group. */
const jidOf = (chat: string): string => (isGroupJid(chat) ? chat : userJid(chat));

function account(service: Service, options: Request<'account'>): AccountInfo {
  const {
    phone = `4915${randomInt(100_000_000, 999_999_999)}`,
    about,
    isBusiness,
    picture,
    contacts = [],
  } = options;
  const known = service.accounts.register(phone, options);
  if (about !== undefined) known.about = about;
  if (isBusiness !== undefined) known.isBusiness = isBusiness;
  if (picture !== undefined) service.pictures.set(userJid(phone), picture);
  for (const contact of contacts) {
    const id = userJid(contact.phone);
    known.contacts[id] = { id, name: contact.name };
  }
  service.changed();
  return accountInfo(service, known);
}

function accountInfo(service: Service, { phone, name, lid, battery, plugged }: AccountState): AccountInfo {
  const devices = service.devices.of(phone).map(({ device, linkedAt, queue }) => ({
    id: device,
    linkedAt,
    connected: service.devices.line(device) !== undefined,
    queue: queue.length,
  }));
  return { phone, name, lid, battery, plugged, devices };
}

function optionIds(service: Service, voter: AccountState, id: string, names: readonly string[]): number[] {
  const options = service.accounts.message(voter, id)?.attrs.pollOptions;
  if (!Array.isArray(options)) throw new Error(`${voter.phone} has no poll ${id}`);
  return names.map((name) => {
    const option = options.find((candidate) => (candidate as { name: string }).name === name);
    if (!option) throw new Error(`The poll has no option ${name}`);
    return (option as { localId: number }).localId;
  });
}

function changeGroup(service: Service, options: Request<'groupChange'>): WireGroup {
  const { groups, accounts } = service;
  const group = groups.get(options.group);
  const by = accounts.get(options.by);
  for (const phone of options.add ?? []) groups.add(group, by, accounts.get(phone).phone);
  for (const phone of options.remove ?? []) groups.remove(group, by, phone);
  for (const phone of options.promote ?? []) groups.setAdmin(group, by, phone, true);
  for (const phone of options.demote ?? []) groups.setAdmin(group, by, phone, false);
  if (options.subject !== undefined) groups.rename(group, by, options.subject);
  if (options.description !== undefined) groups.describe(group, by, options.description);
  for (const setting of ['announce', 'restrict', 'adminsAddOnly', 'approval'] as const) {
    const value = options[setting];
    if (value !== undefined) groups.set(group, by, setting, value);
  }
  if (options.join) groups.join(group, by);
  if (options.leave) groups.remove(group, by, by.phone);
  service.changed();
  return group;
}
