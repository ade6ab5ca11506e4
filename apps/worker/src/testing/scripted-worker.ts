import type { Engine, EngineFactory, EngineListener, TextToSend } from '../engine/engine.ts';
import { runWorker } from '../run-worker.ts';
import { engineMessage, refOf } from './engine-messages.ts';

/**
 * A whole worker process whose WhatsApp is the test: each send goes to the address in `SINK_URL`, with the id of this
 * process. A text `block <ms> <pid>` keeps the event loop of that process busy for so long before it is sent.
 */

const ACCOUNT = { phone: '5511912345678', name: 'Loja', platform: 'test' };

class SinkEngine implements Engine {
  readonly #sink: string;
  readonly #listener: EngineListener;

  constructor(sink: string, listener: EngineListener) {
    this.#sink = sink;
    this.#listener = listener;
  }

  async start(): Promise<void> {
    this.#listener({ type: 'ready', account: ACCOUNT });
  }

  async stop(): Promise<void> {
    this.#listener({ type: 'ended', reason: 'stopped', detail: 'asked to' });
  }

  async logout(): Promise<void> {
    this.#listener({ type: 'ended', reason: 'logged_out', detail: 'asked to' });
  }

  async requestPairingCode(): Promise<string> {
    return 'ABCD-EFGH';
  }

  async sendText({ id, text, chat }: TextToSend) {
    const [, ms, pid] = /^block (\d+) (\d+)$/.exec(text) ?? [];
    const end = performance.now() + (Number(pid) === process.pid ? Number(ms) : 0);
    while (performance.now() < end);
    const body = JSON.stringify({ id, text, pid: process.pid });
    await fetch(this.#sink, { method: 'POST', body });
    return { outcome: 'sent', ref: refOf(id, true, chat), ack: 1 } as const;
  }

  async find(id: string) {
    const { status } = await fetch(`${this.#sink}/${id}`);
    return status === 200
      ? ({ found: 'yes', message: engineMessage(id, { fromMe: true }) } as const)
      : ({ found: 'no' } as const);
  }

  async messagesSince() {
    return { messages: [], isComplete: true };
  }

  async probe() {
    return { healthy: true } as const;
  }

  async memoryBytes() {
    return 100_000_000;
  }

  async setOffline(): Promise<void> {}
}

// biome-ignore lint/style/noProcessEnv: the entry point of a process
const { SINK_URL: sink = '' } = process.env;
const engines: EngineFactory = {
  create: (_sessionId, listener) => new SinkEngine(sink, listener),
  wipe: async () => undefined,
};

await runWorker(
  () => engines,
  () => undefined,
);
