import type { WireGroup } from '../../protocol/frames.ts';
import { phoneOf, userJid } from '../../protocol/identity.ts';
import type { Setting } from '../groups.ts';
import type { AccountState } from '../world.ts';
import { type Asked, askingAccount, flag, type Query, QueryError, text, texts, wire } from './query.ts';

const settings: readonly Setting[] = ['announce', 'restrict', 'adminsAddOnly', 'approval'];

/** Groups. What only admins may do is refused with 403, as WhatsApp does. */
export const groupQueries: Readonly<Record<string, Query>> = {
  createGroup: (asked, args) => {
    const wanted = Object.fromEntries(settings.map((name) => [name, flag(args, name)]));
    const phones = texts(args, 'participants').map(phoneOf);
    return wire(asked.service.groups.create(askingAccount(asked), text(args, 'subject'), phones, wanted));
  },

  group: (asked, args) => wire(asked.service.groups.get(text(args, 'group'))),

  addParticipant: (asked, args) => {
    const { account, group } = asAdmin(asked, args);
    const phone = phoneOf(text(args, 'id'));
    if (!asked.service.accounts.find(phone)) return 404;
    if (group.participants.some(({ id }) => id === userJid(phone))) return 409;
    asked.service.groups.add(group, account, phone);
    return 200;
  },

  removeParticipants: (asked, args) => {
    const { account, group } = asAdmin(asked, args);
    for (const id of texts(args, 'ids')) asked.service.groups.remove(group, account, phoneOf(id));
    return true;
  },

  setAdmins: (asked, args) => {
    const { account, group } = asAdmin(asked, args);
    for (const id of texts(args, 'ids')) {
      asked.service.groups.setAdmin(group, account, phoneOf(id), flag(args, 'value'));
    }
    return true;
  },

  setSubject: (asked, args) => {
    const { account, group } = asEditor(asked, args);
    asked.service.groups.rename(group, account, text(args, 'subject'));
    return true;
  },

  setDescription: (asked, args) => {
    const { account, group } = asEditor(asked, args);
    asked.service.groups.describe(group, account, text(args, 'description'));
    return true;
  },

  setGroupProperty: (asked, args) => {
    const { account, group } = asAdmin(asked, args);
    const setting = settings.find((name) => name === args.name);
    if (!setting) throw new QueryError(400, 'There is no such setting');
    asked.service.groups.set(group, account, setting, flag(args, 'value'));
    return true;
  },

  inviteCode: (asked, args) => asAdmin(asked, args).group.inviteCode,

  resetInvite: (asked, args) => {
    const { account, group } = asAdmin(asked, args);
    return asked.service.groups.resetInvite(group, account);
  },

  inviteInfo: ({ service }, args) => {
    const group = service.groups.withInvite(text(args, 'code'));
    if (!group) throw new QueryError(406, 'This invite code is not valid');
    return wire(group);
  },

  join: (asked, args) => {
    const group = asked.service.groups.withInvite(text(args, 'code'));
    if (!group) throw new QueryError(406, 'This invite code is not valid');
    asked.service.groups.join(group, askingAccount(asked));
    return group.id;
  },

  leave: (asked, args) => {
    const account = askingAccount(asked);
    asked.service.groups.remove(asked.service.groups.get(text(args, 'group')), account, account.phone);
    return true;
  },

  decideRequest: (asked, args) => {
    const { account, group } = asAdmin(asked, args);
    return asked.service.groups.decide(group, account, phoneOf(text(args, 'id')), flag(args, 'approve'));
  },
};

type Standing = { account: AccountState; group: WireGroup };

function asMember(asked: Asked, args: Parameters<Query>[1]): Standing & { isAdmin: boolean } {
  const account = askingAccount(asked);
  const group = asked.service.groups.get(text(args, 'group'));
  const member = group.participants.find(({ id }) => id === userJid(account.phone));
  if (!member) throw new QueryError(403, 'Not a member of the group');
  return { account, group, isAdmin: member.isAdmin };
}

function asAdmin(asked: Asked, args: Parameters<Query>[1]): Standing {
  const standing = asMember(asked, args);
  if (!standing.isAdmin) throw new QueryError(403, 'Not an admin of the group');
  return standing;
}

function asEditor(asked: Asked, args: Parameters<Query>[1]): Standing {
  const standing = asMember(asked, args);
  if (standing.group.restrict && !standing.isAdmin) throw new QueryError(403, 'Not an admin of the group');
  return standing;
}
