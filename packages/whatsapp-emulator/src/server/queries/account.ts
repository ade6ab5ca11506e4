import { phoneOf, userJid } from '../../protocol/identity.ts';
import { askingAccount, flag, type Query, QueryError, text, wire } from './query.ts';

/** Linking, people, and the account itself. */
export const accountQueries: Readonly<Record<string, Query>> = {
  pairingCode: ({ service, page }, args) =>
    service.linking.code(page, text(args, 'phone').replace(/\D/g, '')),

  logout: ({ service, page }) => {
    if (!page.device) return false;
    service.devices.unlink(page.device.device);
    service.changed();
    return true;
  },

  takeOver: ({ page }) => {
    page.takeOver();
    return true;
  },

  exists: ({ service }, args) => {
    const account = service.accounts.find(phoneOf(text(args, 'id')));
    return account
      ? { id: userJid(account.phone), lid: `${account.lid}@lid`, isBusiness: account.isBusiness }
      : null;
  },

  phoneOfLid: ({ service }, args) => {
    const lid = phoneOf(text(args, 'lid'));
    const account = service.accounts.list().find((known) => known.lid === lid);
    return account ? userJid(account.phone) : null;
  },

  contact: (asked, args) => {
    const id = text(args, 'id');
    // Whoever is asked for comes to be, unless WhatsApp would not know the number.
    asked.service.accounts.find(phoneOf(id));
    return wire(asked.service.accounts.contactOf(askingAccount(asked), id));
  },

  saveContact: (asked, args) => {
    const account = askingAccount(asked);
    const id = userJid(text(args, 'phone').replace(/\D/g, ''));
    account.contacts[id] = { id, name: text(args, 'name') };
    asked.service.changed();
    return wire(asked.service.accounts.contactOf(account, id));
  },

  deleteContact: (asked, args) => {
    delete askingAccount(asked).contacts[text(args, 'id')];
    asked.service.changed();
    return true;
  },

  block: (asked, args) => {
    const account = askingAccount(asked);
    const id = text(args, 'id');
    account.blocked = account.blocked.filter((other) => other !== id);
    if (flag(args, 'value')) account.blocked.push(id);
    asked.service.changed();
    return true;
  },

  picture: ({ service }, args) => service.pictures.get(text(args, 'id')) ?? null,

  setPicture: (asked, args) => {
    const account = askingAccount(asked);
    const id = text(args, 'id');
    const isGroup = id.endsWith('@g.us');
    if (!isGroup && id !== userJid(account.phone))
      throw new QueryError(403, 'Only the owner may change a picture');
    asked.service.pictures.set(id, typeof args.picture === 'string' ? args.picture : null);
    if (isGroup) asked.service.groups.changePicture(asked.service.groups.get(id), account);
    asked.service.changed();
    return { status: 200 };
  },

  rejectCall: ({ service }, args) => {
    service.rejectedCalls.push(text(args, 'id'));
    return true;
  },

  setAbout: (asked, args) => {
    askingAccount(asked).about = text(args, 'text');
    asked.service.changed();
    return true;
  },

  setName: (asked, args) => {
    askingAccount(asked).name = text(args, 'name');
    asked.service.changed();
    return true;
  },
};
