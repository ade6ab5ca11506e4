import type { RedisSettings } from '@wagw/shared/redis/connect';

/** What a worker process tells its supervisor once it has read its configuration, so that only one of them has to. */
export interface Hello {
  readonly type: 'hello';
  readonly workerId: string;
  readonly redis: RedisSettings;
  readonly shutdownMs: number;
}

/** The open file of a worker process through which its lease's thread reports; after the three of every process and IPC. */
export const REPORTS_FD = 4;

/** Loaders of source code send messages of their own over the same channel. */
export function isHello(message: unknown): message is Hello {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'hello';
}

/** Introduces this process to its supervisor, and ends it when the supervisor is gone. */
export function obeySupervisor(hello: Omit<Hello, 'type'>): void {
  if (process.send === undefined) throw new Error('A worker is started by its supervisor, which is main.');
  process.once('disconnect', () => process.exit(1));
  process.send({ type: 'hello', ...hello } satisfies Hello);
}
