import { createWid, isMe, type Wid } from './ids.ts';
import { switches } from './switches.ts';

type Direction = 'in' | 'out';

type Parts =
  | { from: Wid; to: Wid; id: string; participant?: Wid | undefined; selfDir?: Direction | undefined }
  | {
      fromMe: boolean;
      remote: Wid;
      id: string;
      participant?: Wid | undefined;
      selfDir?: Direction | undefined;
    };

/** The id of a message: whose it is, the chat, the bare id and, in groups, the author. */
export class MsgKey {
  // Assigned in the constructor and not defined as fields, as in the real page: a setter on the prototype sees the assignment.
  declare readonly fromMe: boolean;
  declare readonly remote: Wid;
  declare readonly id: string;
  declare readonly participant?: Wid;
  declare readonly self?: Direction;
  /** The text form: under its plain name, or as `$1` in minified builds. */
  declare readonly _serialized: string;
  declare readonly $1: string;

  constructor(parts: Parts) {
    const self = this as { -readonly [Name in keyof MsgKey]: MsgKey[Name] };
    self.fromMe = 'fromMe' in parts ? parts.fromMe : isMe(parts.from);
    self.remote = 'remote' in parts ? parts.remote : self.fromMe ? parts.to : parts.from;
    self.id = parts.id;
    if (parts.participant) self.participant = parts.participant;
    if (isMe(self.remote)) self.self = parts.selfDir ?? 'out';
    const text = [self.fromMe, self.remote, self.id, self.participant, self.self]
      .filter((part) => part !== undefined)
      .join('_');
    if (switches.minifiedMsgKey) self.$1 = text;
    else self._serialized = text;
  }

  toString(): string {
    return this._serialized ?? this.$1;
  }

  equals(other: unknown): boolean {
    return String(other) === this.toString();
  }

  /** A fresh bare id as WhatsApp Web makes them: `3EB0` and 18 hex digits. */
  static async newId(): Promise<string> {
    const bytes = crypto.getRandomValues(new Uint8Array(9));
    return `3EB0${[...bytes]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('')
      .toUpperCase()}`;
  }

  static fromString(text: string): MsgKey {
    const [fromMe, remote, id, ...rest] = text.split('_');
    if (id === undefined) throw new Error(`MsgKey error: invalid key ${text}`);
    const participant = rest.find((part) => part.includes('@'));
    const selfDir = rest.find((part) => part === 'in' || part === 'out') as Direction | undefined;
    return new MsgKey({
      fromMe: fromMe === 'true',
      remote: createWid(remote),
      id,
      participant: participant === undefined ? undefined : createWid(participant),
      selfDir,
    });
  }
}
