import { defaultLid, phoneOfDefaultLid } from '../protocol/identity.ts';
import { me } from './me.ts';
import { switches } from './switches.ts';

/** The id of a person, a group or a broadcast list. */
export class Wid {
  readonly server: string;
  readonly user: string;
  readonly _serialized: string;

  constructor(user: string, server: string) {
    this.server = server;
    this.user = user;
    this._serialized = `${user}@${server}`;
  }

  toString(): string {
    return this._serialized;
  }

  toJSON(): string {
    return this._serialized;
  }

  toJid(): string {
    return `${this.user}@${this.server === 'c.us' ? 's.whatsapp.net' : this.server}`;
  }

  equals(other: unknown): boolean {
    return String(other) === this._serialized;
  }

  isUser(): boolean {
    return this.server === 'c.us' || this.server === 'lid';
  }

  isRegularUser(): boolean {
    return this.isUser();
  }

  isLid(): boolean {
    return this.server === 'lid';
  }

  isGroup(): boolean {
    return this.server === 'g.us';
  }

  isBroadcast(): boolean {
    return this.server === 'broadcast';
  }

  isStatus(): boolean {
    return this._serialized === 'status@broadcast';
  }

  isNewsletter(): boolean {
    return this.server === 'newsletter';
  }

  isBot(): boolean {
    return this.server === 'bot';
  }

  isPSA(): boolean {
    return false;
  }

  isServer(): boolean {
    return false;
  }
}

/** @throws when it is not an id, as the real page does. */
export function createWid(id: unknown): Wid {
  if (id instanceof Wid) return id;
  const match = /^([\w.:-]+)@(c\.us|s\.whatsapp\.net|lid|g\.us|broadcast|newsletter|bot)$/.exec(String(id));
  const [, user, server] = match ?? [];
  if (user === undefined || server === undefined) throw new Error(`wid error: invalid wid ${String(id)}`);
  return new Wid(user, server === 's.whatsapp.net' ? 'c.us' : server);
}

const lidByPhone = new Map<string, string>();
const phoneByLid = new Map<string, string>();

/** Notes a hidden id that cannot be computed from the phone number. */
export function learnLid(phone: string, lid: string): void {
  lidByPhone.set(phone, lid);
  phoneByLid.set(lid, phone);
}

export const lidOf = (wid: Wid): Wid =>
  wid.isLid() ? wid : new Wid(lidByPhone.get(wid.user) ?? defaultLid(wid.user), 'lid');

export const phoneNumberOf = (wid: Wid): Wid =>
  wid.isLid() ? new Wid(phoneByLid.get(wid.user) ?? phoneOfDefaultLid(wid.user), 'c.us') : wid;

/** The id under which the page shows somebody: by hidden id in LID mode, by phone number otherwise. */
export function shown(id: unknown): Wid {
  const wid = createWid(id);
  if (wid.server !== 'c.us' && wid.server !== 'lid') return wid;
  return switches.lidMode ? lidOf(wid) : phoneNumberOf(wid);
}

/** The id by which the server knows somebody: always by phone number. */
export function known(id: unknown): string {
  const wid = createWid(id);
  return wid.isLid() ? phoneNumberOf(wid)._serialized : wid._serialized;
}

export const isMe = (id: unknown): boolean => known(id) === me.id;
