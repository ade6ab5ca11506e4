import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Arrival } from './receiver.ts';

/** The receiver's process, see `receiver.ts`. */
export interface Receiving {
  url(path: string): string;
  /** What came below `/timed` since it was asked for last. */
  arrivals(): Promise<readonly Arrival[]>;
  end(): void;
}

export async function startReceiving(): Promise<Receiving> {
  const child = fork(fileURLToPath(new URL('./receiver.ts', import.meta.url)), {
    serialization: 'advanced',
  });
  const { port } = await answerOf<{ port: number }>(child);
  return {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    async arrivals() {
      const answer = answerOf<{ arrivals: readonly Arrival[] }>(child);
      child.send('arrivals');
      return (await answer).arrivals;
    },
    end: () => child.disconnect(),
  };
}

async function answerOf<T>(child: ChildProcess): Promise<T> {
  const [message] = await once(child, 'message');
  return message as T;
}
