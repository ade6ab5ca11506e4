import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ActionError, type EngineActions } from '@wagw/worker/engine/actions';
import type { Engine, EngineFactory, EngineListener, EngineMessage } from '@wagw/worker/engine/engine';
import type { OutgoingMessage } from '@wagw/worker/engine/outgoing';
import { runWorker } from '@wagw/worker/run-worker';
import { engineMessage, refOf } from '@wagw/worker/testing/engine-messages';

/**
 * A whole worker process whose WhatsApp is a phone that plays along: it scans a QR code of the session `id` once there is a file of this name in
 * `PHONE_FOLDER`, reads what it gets, and answers a text with the same text. Numbers that end in 0000 have no account. Once a pairing code is
 * shown, there are no QR codes any more.
 */

const ACCOUNT = { phone: '5511912345678', name: 'Loja', platform: 'test' };
const CODE_MS = 300;
const STEP_MS = 40;
const DELIVERED = 2;
const READ = 3;

const ANA = {
  id: '5511987654321@c.us',
  phone: '5511987654321',
  name: 'Ana',
  isMyContact: true,
  isBusiness: false,
  isBlocked: false,
};
const actions = new Proxy({ contacts: async () => [ANA] } as Partial<EngineActions> as EngineActions, {
  get: (target, name: keyof EngineActions) =>
    target[name] ??
    (async () => {
      throw new ActionError('unsupported', `there is no ${name}`);
    }),
});

// biome-ignore lint/style/noProcessEnv: the entry point of a process
const folder = process.env.PHONE_FOLDER ?? '';

/** Sessions that were scanned; they need no code again. */
const linked = new Set<string>();

class PhoneEngine implements Engine {
  readonly actions = actions;
  readonly #session: string;
  readonly #listener: EngineListener;
  readonly #sent: EngineMessage[] = [];
  #isStarted = false;
  #isPairing = false;
  #isOver = false;

  constructor(session: string, listener: EngineListener) {
    this.#session = session;
    this.#listener = listener;
  }

  async start(): Promise<void> {
    if (this.#isStarted) return;
    this.#isStarted = true;
    void this.#connect();
  }

  async #connect(): Promise<void> {
    for (let code = 1; !linked.has(this.#session) && !this.#isOver; code += 1) {
      const qr = `2@${this.#session}-${code}`;
      if (!this.#isPairing) this.#listener({ type: 'qr', qr, expiresAt: Date.now() + 20_000 });
      await sleep(CODE_MS);
      if (existsSync(join(folder, this.#session))) break;
    }
    if (this.#isOver) return;
    linked.add(this.#session);
    this.#listener({ type: 'ready', account: ACCOUNT });
  }

  async stop(): Promise<void> {
    this.#end('stopped');
  }

  async logout(): Promise<void> {
    linked.delete(this.#session);
    this.#end('logged_out');
  }

  async requestPairingCode(): Promise<string> {
    this.#isPairing = true;
    return 'ABCD1234';
  }

  async send({ id, chat, content }: OutgoingMessage) {
    if (chat.endsWith('0000@c.us')) {
      return { outcome: 'not_sent', code: 'unknown_recipient', detail: 'nobody has this number' } as const;
    }
    const ref = refOf(id, true, chat);
    const body = content.type === 'text' ? content.text : '';
    this.#sent.push(engineMessage(id, { fromMe: true, ref, to: chat, body, timestamp: now(), ack: 1 }));
    void this.#react(id, chat, body);
    return { outcome: 'sent', ref, ack: 0 } as const;
  }

  async #react(id: string, chat: string, body: string): Promise<void> {
    for (const ack of [1, DELIVERED, READ]) {
      await sleep(STEP_MS);
      if (this.#isOver) return;
      this.#listener({ type: 'ack', ref: refOf(id, true, chat), ack });
    }
    if (body === '') return;
    const answer = randomBytes(10).toString('hex').toUpperCase();
    const ref = refOf(answer, false, chat);
    const message = engineMessage(answer, { ref, from: chat, body: `eco: ${body}`, timestamp: now() });
    this.#listener({ type: 'message', message });
  }

  async find(id: string) {
    const message = this.#sent.find(({ ref }) => ref.id === id);
    return message === undefined ? ({ found: 'no' } as const) : ({ found: 'yes', message } as const);
  }

  async messagesSince(since: number) {
    return { messages: this.#sent.filter(({ timestamp }) => timestamp >= since), isComplete: true };
  }

  async probe() {
    return { healthy: true } as const;
  }

  async memoryBytes() {
    return 100_000_000;
  }

  async setOffline(): Promise<void> {}

  #end(reason: 'stopped' | 'logged_out'): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#listener({ type: 'ended', reason, detail: 'asked to' });
  }
}

const now = (): number => Math.floor(Date.now() / 1_000);

const phones: EngineFactory = {
  create: (session, listener) => new PhoneEngine(session, listener),
  wipe: async () => undefined,
  hasLogin: async (session) => linked.has(session),
  exportLogin: async () => undefined,
  importLogin: async () => undefined,
};

await runWorker(
  () => phones,
  () => undefined,
);
