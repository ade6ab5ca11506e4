import { connect, type Socket } from 'node:net';
import { encodeLine, type FromSink, lineReader, type SinkAnswer, type ToSink } from './sink-wire.ts';

type Request =
  | Omit<ToSink & { type: 'send' }, 'n'>
  | Omit<ToSink & { type: 'find' }, 'n'>
  | Omit<ToSink & { type: 'since' }, 'n'>;

export interface SinkClientOptions {
  readonly port: number;
  readonly session: string;
  /** How long a request may take. */
  readonly timeoutMs: number;
  readonly onLine: (line: FromSink) => void;
  readonly onLost: () => void;
}

/** One login's connection to the sink. It ends once; whoever wants to go on makes another. */
export class SinkClient {
  readonly #socket: Socket;
  readonly #timeoutMs: number;
  readonly #waiting = new Map<number, (answer: SinkAnswer | undefined) => void>();
  #next = 1;
  #isEnded = false;

  constructor({ port, session, timeoutMs, onLine, onLost }: SinkClientOptions) {
    this.#timeoutMs = timeoutMs;
    this.#socket = connect({ host: '127.0.0.1', port });
    this.#socket.setNoDelay(true);
    this.#socket.on('error', () => undefined);
    this.#socket.on('connect', () => this.#say({ type: 'connect', session, pid: process.pid }));
    this.#socket.on(
      'data',
      lineReader<FromSink>((line) => {
        if (line.type === 'answer') this.#waiting.get(line.n)?.(line.answer);
        else onLine(line);
      }),
    );
    this.#socket.on('close', () => {
      for (const answer of [...this.#waiting.values()]) answer(undefined);
      if (!this.#isEnded) onLost();
    });
  }

  /** The answer, or undefined when none came. */
  ask(request: Request): Promise<SinkAnswer | undefined> {
    const n = this.#next;
    this.#next += 1;
    return new Promise((resolve) => {
      const answered = (answer: SinkAnswer | undefined) => {
        clearTimeout(timer);
        this.#waiting.delete(n);
        resolve(answer);
      };
      const timer = setTimeout(() => answered(undefined), this.#timeoutMs);
      this.#waiting.set(n, answered);
      if (this.#socket.destroyed) answered(undefined);
      else this.#say({ ...request, n });
    });
  }

  end(): void {
    this.#isEnded = true;
    this.#socket.destroy();
  }

  #say(line: ToSink): void {
    this.#socket.write(encodeLine(line));
  }
}
