import { pipeline, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import { z } from 'zod';
import { judge, measure } from '../logins/digest.ts';
import { loginPointer } from '../logins/login-pointer.ts';
import { SealError, type SealKey, seal, unseal } from '../logins/seal.ts';

/** Where backups are kept: a store of blobs with one folder for each, and a list of them. */

const objectSchema = z.object({
  /** Within the backup. */
  name: z.string(),
  /** Of what is stored. */
  bytes: z.number(),
  sha256: z.string(),
});
export type StoredObject = z.infer<typeof objectSchema>;

const manifestSchema = z.object({
  version: z.literal(1),
  /** Unix milliseconds: everything that Redis had by then is in it. */
  createdAt: z.number(),
  /** Which of its databases is the gateway's. */
  database: z.number(),
  redis: objectSchema,
  /** `folder`: packed from SESSIONS_PATH. `stored`: as it was in LOGIN_STORE, under its pointer. */
  logins: z.array(
    z.discriminatedUnion('from', [
      z.object({ from: z.literal('folder'), sessionId: z.string(), object: objectSchema }),
      z.object({
        from: z.literal('stored'),
        sessionId: z.string(),
        object: objectSchema,
        pointer: loginPointer,
      }),
    ]),
  ),
  media: z.array(z.object({ key: z.string(), object: objectSchema })),
  /** What should be in it and is not, as sentences. */
  missing: z.array(z.string()),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type BackedUpLogin = Manifest['logins'][number];

const INDEX = 'backups/index';
const indexSchema = z.array(z.string());

/** Names sort by time. @param now unix milliseconds */
export const backupName = (now: number): string =>
  `backup-${new Date(now).toISOString().replace(/[-:.]/g, '')}`;

/** One backup in its store. Objects are encrypted when there is a key; each is checked as a whole when it is read. */
export interface BackupStore {
  /** @param isSealed whether it is encrypted by its owner already */
  put(backup: string, name: string, content: Readable, isSealed?: boolean): Promise<StoredObject>;
  /** Fails at its end when it is not what was put. */
  get(backup: string, object: StoredObject, isSealed?: boolean): Promise<Readable>;
  /** A backup is one when this is written. */
  finish(backup: string, manifest: Manifest): Promise<void>;
  read(backup: string): Promise<Manifest>;
  /** The oldest first. */
  list(): Promise<string[]>;
  /** Removes all but the newest; also what is left of one that was never finished. */
  keepNewest(count: number): Promise<string[]>;
}

/** @param keys the first encrypts, each may decrypt; none: nothing is encrypted */
export function createBackupStore(store: BlobStore, keys: readonly SealKey[]): BackupStore {
  async function put(backup: string, name: string, content: Readable, isSealed = false) {
    const measured = measure();
    const sealed = isSealed ? content : seal(content, keys[0]);
    content.once('error', (error) => sealed.destroy(error));
    await store.put(
      `${backup}/${name}`,
      pipeline(sealed, measured.stream, () => undefined),
    );
    return { name, ...measured.result() };
  }

  async function get(backup: string, { name, sha256 }: StoredObject, isSealed = false): Promise<Readable> {
    const stored = await store.get(`${backup}/${name}`);
    if (stored === undefined) throw new Error(`The store has no ${backup}/${name}`);
    const last = judge((found) =>
      found.sha256 === sha256 ? undefined : new SealError('altered', `${backup}/${name} is damaged`),
    );
    const checked = pipeline(stored, last, () => undefined);
    return isSealed ? checked : unseal(checked, keys);
  }

  async function list(): Promise<string[]> {
    const content = await store.get(INDEX);
    return content === undefined ? [] : indexSchema.parse(JSON.parse(await text(content)));
  }

  const writeIndex = (names: readonly string[]) =>
    store.put(INDEX, Readable.from([Buffer.from(JSON.stringify(names))]));

  return {
    put,
    get,
    list,
    async finish(backup, manifest) {
      const sealed = seal(Readable.from([Buffer.from(JSON.stringify(manifest))]), keys[0]);
      await store.put(`${backup}/manifest`, sealed);
      await writeIndex([...new Set([...(await list()), backup])].sort());
    },
    async read(backup) {
      const stored = await store.get(`${backup}/manifest`);
      if (stored === undefined) throw new Error(`There is no backup ${backup}`);
      return manifestSchema.parse(JSON.parse(await text(unseal(stored, keys))));
    },
    async keepNewest(count) {
      const all = await list();
      const old = all.slice(0, Math.max(0, all.length - count));
      if (old.length === 0) return [];
      // First from the list: half of a backup is none.
      await writeIndex(all.filter((name) => !old.includes(name)));
      for (const backup of old) for (const key of await store.list(backup)) await store.delete(key);
      return old;
    },
  };
}
