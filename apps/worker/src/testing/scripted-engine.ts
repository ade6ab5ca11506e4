import type { Engine, LookUp, Probe, SendOutcome } from '../engine/engine.ts';
import type { OutgoingMessage } from '../engine/outgoing.ts';
import { engineMessage, refOf } from './engine-messages.ts';
import { noActions } from './no-actions.ts';

/** Takes messages as WhatsApp's client does, and fails as a test wants it to. */
export interface ScriptedEngine
  extends Pick<Engine, 'actions' | 'send' | 'find' | 'probe' | 'memoryBytes' | 'setOffline'> {
  /** Every call, in order. */
  readonly calls: readonly OutgoingMessage[];
  /** What has really left, in order. */
  readonly left: readonly OutgoingMessage[];
  readonly lookUps: readonly { readonly id: string; readonly chats: readonly string[] }[];
  /** The next sends end like this; after them everything is sent. */
  nextSends(...faults: Fault[]): void;
  /** The next look-ups say this; after them the truth is told. */
  nextLookUps(...answers: LookUp[]): void;
  /** The next probes say this; after them all is well. */
  nextProbes(...answers: Probe[]): void;
  /** What `memoryBytes` says. */
  memory: number | undefined;
  readonly isOffline: boolean;
}

export type Fault =
  | { readonly outcome: SendOutcome & { outcome: 'not_sent' | 'unknown' }; readonly left?: boolean }
  | Error;

/** The send was carried out, but the caller saw an error. */
export const LEFT_UNKNOWN: Fault = { outcome: { outcome: 'unknown', detail: 'timeout' }, left: true };
/** The send was not carried out, and the caller cannot know. */
export const LOST_UNKNOWN: Fault = { outcome: { outcome: 'unknown', detail: 'timeout' } };

export const notSent = (code: 'not_ready' | 'temporary' | 'unknown_recipient' | 'rejected'): Fault => ({
  outcome: { outcome: 'not_sent', code, detail: `it was ${code}` },
});

/** @param left what has left before; what leaves is added to it */
export function createScriptedEngine(left: OutgoingMessage[] = []): ScriptedEngine {
  const calls: OutgoingMessage[] = [];
  const lookUps: { id: string; chats: readonly string[] }[] = [];
  const faults: Fault[] = [];
  const answers: LookUp[] = [];
  const probes: Probe[] = [];
  let isOffline = false;
  return {
    memory: 100_000_000,
    actions: noActions,
    get isOffline() {
      return isOffline;
    },
    nextProbes: (...next) => void probes.push(...next),
    probe: async () => probes.shift() ?? { healthy: true },
    async memoryBytes() {
      return this.memory;
    },
    async setOffline(offline) {
      isOffline = offline;
    },
    calls,
    left,
    lookUps,
    nextSends: (...next) => void faults.push(...next),
    nextLookUps: (...next) => void answers.push(...next),
    async send(message) {
      calls.push(message);
      const fault = faults.shift();
      if (fault instanceof Error) throw fault;
      if (fault === undefined || fault.left === true) left.push(message);
      return fault?.outcome ?? { outcome: 'sent', ref: refOf(message.id, true, message.chat), ack: 0 };
    },
    async find(id, chats) {
      lookUps.push({ id, chats });
      const scripted = answers.shift();
      if (scripted !== undefined) return scripted;
      const found = left.find((message) => message.id === id && chats.includes(message.chat));
      if (found === undefined) return { found: 'no' };
      const body = found.content.type === 'text' ? found.content.text : '';
      const message = engineMessage(id, { fromMe: true, ref: refOf(id, true, found.chat), body });
      return { found: 'yes', message };
    },
  };
}
