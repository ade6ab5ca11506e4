import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine, EngineFactory, EngineListener, EngineMessage } from '../engine/engine.ts';
import type { OutgoingContent, OutgoingMessage } from '../engine/outgoing.ts';
import { runWorker } from '../run-worker.ts';
import { engineMessage, refOf } from './engine-messages.ts';
import { noActions } from './no-actions.ts';
import { SinkClient } from './sink-client.ts';
import type { FromSink, SinkMessage } from './sink-wire.ts';

/**
 * A whole worker process whose WhatsApp is the sink at `SINK_URL` (`tcp://127.0.0.1:port`). A text that ends with
 * `block <ms> <pid>` keeps the event loop of that process busy for so long before it is sent.
 */

const ACCOUNT = { phone: '5511912345678', name: 'Loja', platform: 'test' };
const TIMEOUT_MS = 3_000;
const RECONNECT_MS = 200;
const MEMORY_BYTES = 100_000_000;
const busied = new Set<string>();

/** The text or caption. */
function textOf(content: OutgoingContent): string {
  if (content.type === 'text') return content.text;
  return 'caption' in content ? (content.caption ?? '') : content.type;
}

class SinkEngine implements Engine {
  readonly actions = noActions;
  readonly #port: number;
  readonly #session: string;
  readonly #listener: EngineListener;
  #client: SinkClient | undefined;
  #isStarted = false;
  #isOffline = false;
  #isOver = false;

  constructor(port: number, session: string, listener: EngineListener) {
    this.#port = port;
    this.#session = session;
    this.#listener = listener;
  }

  async start(): Promise<void> {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#connect();
  }

  async stop(): Promise<void> {
    this.#end('stopped');
  }

  async logout(): Promise<void> {
    this.#end('logged_out');
  }

  async requestPairingCode(): Promise<string> {
    return 'ABCD-EFGH';
  }

  async send({ id, chat, content }: OutgoingMessage) {
    const calledAt = Date.now();
    const text = textOf(content);
    keepBusy(text);
    const answer = await this.#client?.ask({ type: 'send', id, chat, text, calledAt });
    switch (answer?.is) {
      case 'sent':
        return { outcome: 'sent', ref: refOf(id, true, chat), ack: 0 } as const;
      case 'refused':
        return { outcome: 'not_sent', code: 'temporary', detail: 'the sink refused it' } as const;
      default:
        return { outcome: 'unknown', detail: answer?.is ?? 'no answer' } as const;
    }
  }

  async find(id: string) {
    const answer = await this.#client?.ask({ type: 'find', id });
    if (answer?.is !== 'messages') return { found: 'unknown', detail: 'no answer' } as const;
    const [message] = answer.messages;
    if (message === undefined) return { found: 'no' } as const;
    return { found: 'yes', message: asEngineMessage(message) } as const;
  }

  async messagesSince(since: number) {
    const answer = await this.#client?.ask({ type: 'since', since });
    if (answer?.is !== 'messages') throw new Error('the sink did not answer');
    return { messages: answer.messages.map(asEngineMessage), isComplete: true };
  }

  async probe() {
    const answer = await this.#client?.ask({ type: 'since', since: Number.MAX_SAFE_INTEGER });
    if (answer?.is === 'messages') return { healthy: true } as const;
    return { healthy: false, detail: 'the sink does not answer' } as const;
  }

  async memoryBytes() {
    return MEMORY_BYTES;
  }

  async setOffline(offline: boolean): Promise<void> {
    if (this.#isOffline === offline) return;
    this.#isOffline = offline;
    if (!offline) return this.#connect();
    if (this.#client === undefined) return;
    this.#client.end();
    this.#client = undefined;
    this.#listener({ type: 'interrupted', detail: 'taken offline' });
  }

  #connect(): void {
    if (!this.#isStarted || this.#isOffline || this.#isOver) return;
    const client = new SinkClient({
      port: this.#port,
      session: this.#session,
      timeoutMs: TIMEOUT_MS,
      onLine: (line) => this.#take(line),
      onLost: () => void this.#reconnect(client),
    });
    this.#client = client;
  }

  async #reconnect(lost: SinkClient): Promise<void> {
    this.#listener({ type: 'interrupted', detail: 'the connection broke' });
    await sleep(RECONNECT_MS, undefined, { ref: false });
    if (this.#client === lost) this.#connect();
  }

  #take(line: FromSink): void {
    if (this.#isOver) return;
    switch (line.type) {
      case 'connected':
        this.#listener({ type: 'ready', account: ACCOUNT });
        break;
      case 'message':
        this.#listener({ type: 'message', message: asEngineMessage(line.message) });
        break;
      case 'ack':
        this.#listener({ type: 'ack', ref: refOf(line.message.id, true, line.message.chat), ack: 1 });
        break;
    }
  }

  #end(reason: 'stopped' | 'logged_out'): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#client?.end();
    this.#listener({ type: 'ended', reason, detail: 'asked to' });
  }
}

/** Only for the first try of a text. */
function keepBusy(text: string): void {
  const [, ms, pid] = /\bblock (\d+) (\d+)$/.exec(text) ?? [];
  if (ms === undefined || busied.has(text)) return;
  busied.add(text);
  const end = performance.now() + (Number(pid) === process.pid ? Number(ms) : 0);
  while (performance.now() < end);
}

function asEngineMessage({ id, chat, fromMe, text, timestamp }: SinkMessage): EngineMessage {
  return engineMessage(id, {
    fromMe,
    ref: refOf(id, fromMe, chat),
    body: text,
    timestamp,
    ack: fromMe ? 1 : 0,
  });
}

await runWorker(sinkEngines, () => undefined);

function sinkEngines(): EngineFactory {
  // biome-ignore lint/style/noProcessEnv: the entry point of a process
  const port = Number(new URL(process.env.SINK_URL ?? '').port);
  return {
    create: (sessionId, listener) => new SinkEngine(port, sessionId, listener),
    wipe: async () => undefined,
    hasLogin: async () => false,
    exportLogin: async () => undefined,
    importLogin: async () => undefined,
  };
}
