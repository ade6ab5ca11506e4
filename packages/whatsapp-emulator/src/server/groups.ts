import { randomBytes } from 'node:crypto';
import type { WireGroup, WireMessage } from '../protocol/frames.ts';
import { phoneOf, userJid } from '../protocol/identity.ts';
import type { Accounts } from './accounts.ts';
import type { Devices } from './devices.ts';
import { type Messaging, newPhoneId } from './messaging.ts';
import type { AccountState, WorldState } from './world.ts';

export type Setting = 'announce' | 'restrict' | 'adminsAddOnly' | 'approval';

/** Groups: who is in them, what they are called, and the notes in the chat (`gp2`) that tell of each change. */
export class Groups {
  readonly #world: WorldState;
  readonly #accounts: Accounts;
  readonly #devices: Devices;
  readonly #messaging: Messaging;

  constructor(world: WorldState, accounts: Accounts, devices: Devices, messaging: Messaging) {
    this.#world = world;
    this.#accounts = accounts;
    this.#devices = devices;
    this.#messaging = messaging;
  }

  get(id: string): WireGroup {
    const group = this.#world.groups[id];
    if (!group) throw new Error(`There is no group ${id}`);
    return group;
  }

  list(): WireGroup[] {
    return Object.values(this.#world.groups);
  }

  withInvite(code: string): WireGroup | undefined {
    return this.list().find((group) => group.inviteCode === code);
  }

  create(
    owner: AccountState,
    subject: string,
    phones: readonly string[],
    settings: Partial<Record<Setting, boolean>> = {},
  ): WireGroup {
    const id = `120363${Date.now()}${randomBytes(1).readUInt8()}@g.us`;
    const members = phones.filter((phone) => phone !== owner.phone && this.#accounts.find(phone));
    const group: WireGroup = {
      id,
      subject,
      description: '',
      descriptionId: '',
      owner: userJid(owner.phone),
      creation: seconds(),
      participants: [
        { id: userJid(owner.phone), isAdmin: true, isSuperAdmin: true },
        ...members.map((phone) => ({ id: userJid(phone), isAdmin: false, isSuperAdmin: false })),
      ],
      announce: false,
      restrict: false,
      adminsAddOnly: false,
      approval: false,
      ...settings,
      inviteCode: newInviteCode(),
      requests: [],
    };
    this.#world.groups[id] = group;
    this.#tell(group, owner, 'create', { body: subject, recipients: [] });
    if (members.length > 0) this.#tell(group, owner, 'add', { recipients: members.map(userJid) });
    return group;
  }

  add(group: WireGroup, by: AccountState, phone: string, subtype: 'add' | 'invite' = 'add'): void {
    if (isMember(group, userJid(phone))) return;
    group.requests = group.requests.filter(({ id }) => id !== userJid(phone));
    group.participants.push({ id: userJid(phone), isAdmin: false, isSuperAdmin: false });
    this.#tell(group, by, subtype, { recipients: [userJid(phone)] });
  }

  /** A member leaves when it removes itself. */
  remove(group: WireGroup, by: AccountState, phone: string): void {
    const gone = this.#membersOf(group);
    group.participants = group.participants.filter(({ id }) => id !== userJid(phone));
    const subtype = by.phone === phone ? 'leave' : 'remove';
    this.#tell(group, by, subtype, { recipients: [userJid(phone)] }, gone);
  }

  setAdmin(group: WireGroup, by: AccountState, phone: string, isAdmin: boolean): void {
    const member = group.participants.find(({ id }) => id === userJid(phone));
    if (!member || member.isAdmin === isAdmin) return;
    member.isAdmin = isAdmin;
    this.#tell(group, by, isAdmin ? 'promote' : 'demote', { recipients: [userJid(phone)] });
  }

  rename(group: WireGroup, by: AccountState, subject: string): void {
    group.subject = subject;
    this.#tell(group, by, 'subject', { body: subject });
  }

  describe(group: WireGroup, by: AccountState, description: string): void {
    group.description = description;
    group.descriptionId = newPhoneId();
    this.#tell(group, by, 'description', { body: description });
  }

  set(group: WireGroup, by: AccountState, setting: Setting, value: boolean): void {
    group[setting] = value;
    this.#tell(group, by, setting, { body: value ? 'on' : 'off' });
  }

  changePicture(group: WireGroup, by: AccountState): void {
    this.#tell(group, by, 'picture', {});
  }

  resetInvite(group: WireGroup, by: AccountState): string {
    group.inviteCode = newInviteCode();
    this.#tell(group, by, 'revoke_invite', {});
    return group.inviteCode;
  }

  /** Joins at once, or asks the admins where the group wants that. */
  join(group: WireGroup, account: AccountState): void {
    if (!group.approval) {
      this.add(group, account, account.phone, 'invite');
      return;
    }
    if (group.requests.some(({ id }) => id === userJid(account.phone))) return;
    group.requests.push({ id: userJid(account.phone), at: seconds() });
    this.#tell(group, account, 'membership_approval_request', { recipients: [userJid(account.phone)] });
  }

  /** @returns false when nobody of that number has asked to join. */
  decide(group: WireGroup, by: AccountState, phone: string, approve: boolean): boolean {
    const asked = group.requests.some(({ id }) => id === userJid(phone));
    group.requests = group.requests.filter(({ id }) => id !== userJid(phone));
    if (asked && approve) this.add(group, by, phone);
    return asked;
  }

  #membersOf(group: WireGroup): AccountState[] {
    return group.participants.flatMap(({ id }) => this.#accounts.find(phoneOf(id)) ?? []);
  }

  /** Puts the note into every member's chat, and the new state of the group before it. */
  #tell(
    group: WireGroup,
    by: AccountState,
    subtype: string,
    attrs: WireMessage['attrs'],
    to = this.#membersOf(group),
  ): void {
    const id = newPhoneId();
    for (const account of to) {
      this.#devices.inform(account.phone, { kind: 'group', group });
      this.#messaging.place(account, {
        id,
        chat: group.id,
        fromMe: account.phone === by.phone,
        from: group.id,
        to: userJid(account.phone),
        author: userJid(by.phone),
        type: 'gp2',
        t: seconds(),
        ack: 1,
        attrs: {
          ...attrs,
          subtype,
          ...('recipients' in attrs ? { recipients: wids(attrs.recipients) } : {}),
        },
      });
    }
  }
}

/** Marks the ids for the page, which makes its own kind of id of them. */
function wids(ids: WireMessage['attrs'][string]): WireMessage['attrs'][string] {
  return Array.isArray(ids) ? ids.map((id) => ({ $wid: id })) : [];
}

const isMember = (group: WireGroup, id: string): boolean =>
  group.participants.some((member) => member.id === id);

const seconds = (): number => Math.floor(Date.now() / 1000);

const newInviteCode = (): string => randomBytes(16).toString('base64url').slice(0, 22);
