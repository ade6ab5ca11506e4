import type { Wire, WireMessage, WireRecord } from '../protocol/frames.ts';
import { createWid, isMe, known, shown, Wid } from './ids.ts';
import { MsgKey } from './msg-key.ts';
import type { MsgAttributes } from './store/msg.ts';

/** What the page's model has and the wire does not: made anew on the other side, or of use here only. */
const LOCAL_NAMES = new Set([
  ...[
    'id',
    'from',
    'to',
    'author',
    'type',
    't',
    'ack',
    'isNewMsg',
    'local',
    'self',
    'mediaBlob',
    'renderableUrl',
  ],
  ...['isUnsentMedia', 'hasReaction', 'waitUntilMsgSent', 'linkPreview', 'parseVCards', 'preview'],
]);

/** Turns ids, keys and bytes into marked JSON; drops what JSON cannot hold. Ids become those the server knows. */
function toWire(value: unknown): Wire | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (value instanceof Wid) return { $wid: known(value) };
  if (value instanceof MsgKey) return { $key: keyToWire(value) };
  if (value instanceof Uint8Array) return { $bytes: btoa(String.fromCharCode(...value)) };
  if (Array.isArray(value)) return value.map((item) => toWire(item) ?? null);
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    return recordToWire(value);
  }
  return undefined;
}

function recordToWire(record: object, leaveOut: ReadonlySet<string> = new Set()): WireRecord {
  const wire: WireRecord = {};
  for (const [name, value] of Object.entries(record)) {
    const converted = leaveOut.has(name) ? undefined : toWire(value);
    if (converted !== undefined) wire[name] = converted;
  }
  return wire;
}

function fromWire(wire: Wire): unknown {
  if (Array.isArray(wire)) return wire.map(fromWire);
  if (wire === null || typeof wire !== 'object') return wire;
  if (typeof wire.$wid === 'string') return shown(wire.$wid);
  if (typeof wire.$key === 'string') return keyFromWire(wire.$key);
  if (typeof wire.$bytes === 'string')
    return Uint8Array.from(atob(wire.$bytes), (char) => char.charCodeAt(0));
  return Object.fromEntries(Object.entries(wire).map(([name, value]) => [name, fromWire(value)]));
}

/** A message of this page as the server should carry it. */
export function messageToWire(attributes: MsgAttributes): WireMessage {
  const { id, from, to, author, type, t, ack } = attributes;
  return {
    id: id.id,
    chat: known(id.remote),
    fromMe: id.fromMe,
    from: known(from),
    to: known(to),
    ...(id.participant ? { author: known(author ?? id.participant) } : {}),
    type,
    t,
    ack,
    attrs: recordToWire(attributes, LOCAL_NAMES),
  };
}

/** A message of the server as this page shows it. */
export function messageFromWire(wire: WireMessage): MsgAttributes {
  const chat = shown(wire.chat);
  const author = wire.author === undefined ? undefined : shown(wire.author);
  const attributes = fromWire(wire.attrs) as Record<string, unknown>;
  return {
    ...attributes,
    id: new MsgKey({
      fromMe: wire.fromMe,
      remote: chat,
      id: wire.id,
      participant: chat.isGroup() ? author : undefined,
      selfDir: isMe(chat) ? 'out' : undefined,
    }),
    from: wire.fromMe || !chat.isGroup() ? shown(wire.from) : chat,
    to: chat.isGroup() && wire.fromMe ? chat : shown(wire.to),
    ...(author ? { author } : {}),
    type: wire.type,
    t: wire.t,
    ack: wire.ack,
    ...((wire.reactions?.length ?? 0) > 0 ? { hasReaction: true } : {}),
  };
}

function keyToWire(key: MsgKey): string {
  const parts = [key.fromMe, known(key.remote), key.id];
  return [...parts, ...(key.participant ? [known(key.participant)] : [])].join('_');
}

function keyFromWire(text: string): MsgKey {
  const key = MsgKey.fromString(text);
  const participant = key.participant && shown(key.participant);
  return new MsgKey({ fromMe: key.fromMe, remote: shown(createWid(key.remote)), id: key.id, participant });
}
