import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type BlobStore, checkKey } from '@wagw/shared/blobs/blob-store';
import type { MediaSource } from '@wagw/shared/messages/content';
import type { LocalFile } from '../engine/outgoing.ts';
import type { OutgoingFiles } from '../media/outgoing-files.ts';

export const A_FILE: LocalFile = { path: '/nowhere/file', bytes: 4, mimetype: 'image/png' };

/** Files that are there without being brought, or fail as a test wants it. */
export interface ScriptedFiles extends OutgoingFiles {
  /** What was asked for, in order. */
  readonly asked: readonly MediaSource[];
  /** How many are there now. */
  readonly there: number;
  /** The next ones fail like this. */
  nextFail(...errors: Error[]): void;
  /** When a file is there; by default at once. */
  arrival: (source: MediaSource) => Promise<void>;
}

export function createScriptedFiles(): ScriptedFiles {
  const asked: MediaSource[] = [];
  const errors: Error[] = [];
  let there = 0;
  const files: ScriptedFiles = {
    asked,
    arrival: async () => undefined,
    get there() {
      return there;
    },
    nextFail: (...next) => void errors.push(...next),
    async bring(_type, source) {
      asked.push(source);
      await files.arrival(source);
      const error = errors.shift();
      if (error !== undefined) throw error;
      there += 1;
      let isThere = true;
      return {
        file: A_FILE,
        async remove() {
          if (isThere) there -= 1;
          isThere = false;
        },
      };
    },
  };
  return files;
}

/** A store of blobs in the memory of the test. */
export function createMemoryBlobs(): BlobStore {
  const blobs = new Map<string, Buffer>();
  return {
    async put(key, content) {
      blobs.set(checkKey(key), await buffer(content));
    },
    async get(key) {
      const blob = blobs.get(key);
      return blob === undefined ? undefined : Readable.from([blob]);
    },
    async delete(key) {
      blobs.delete(key);
    },
    list: async (sessionId) => [...blobs.keys()].filter((key) => key.startsWith(`${sessionId}/`)).sort(),
    close: () => undefined,
  };
}
