import type { Readable } from 'node:stream';

/**
 * Where files are kept that several hosts need, logins and media: whole objects by key, `<sessionId>/<name>`. An object appears whole or not at all. Every call
 * rejects when the store cannot be asked, and when the signal is aborted first.
 */
export interface BlobStore {
  put(key: string, content: Readable, signal?: AbortSignal): Promise<void>;
  /** Undefined when there is no such object. A stream that breaks off fails. */
  get(key: string, signal?: AbortSignal): Promise<Readable | undefined>;
  /** Does nothing when there is no such object. */
  delete(key: string): Promise<void>;
  /** The keys of a session, in order. */
  list(sessionId: string): Promise<string[]>;
  close(): void;
}

/** @throws Error when it is none: keys are made of our own ids, never of what somebody chose */
export function checkKey(key: string): string {
  if (!/^[\w-]{1,128}\/[\w-]{1,64}$/.test(key)) throw new Error(`Not a key of a blob: ${key}`);
  return key;
}
