import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import { openBlobStore } from '@wagw/shared/blobs/open-blob-store';
import type { BlobStoreAddress } from '@wagw/shared/config/blob-store-options';
import type { WorkerSettings } from '@wagw/shared/config/settings';
import { type Finding, failed, messageOf, ok, warning } from './finding.ts';
import { folderChecks } from './folder-checks.ts';

const STORES = {
  LOGIN_STORE: {
    check: 'logins.store',
    secret: 'they would have the WhatsApp accounts',
    key: 'LOGIN_STORE_KEY',
  },
  MEDIA_STORE: { check: 'media.store', secret: 'they would have the files of all chats', key: undefined },
  BACKUP_TO: { check: 'backups.store', secret: 'they would have everything', key: 'BACKUP_KEY' },
} as const;

const PROBE_MS = 20_000;

/** Where logins, files or backups are kept, if there is such a store: reachable, and what is written can be read again. */
export async function storeChecks(option: keyof typeof STORES, settings: WorkerSettings): Promise<Finding[]> {
  const { [option]: address } = settings;
  if (address === undefined) return [];
  const { check, secret, key } = STORES[option];
  const sealing = key === undefined ? [] : [keyFinding(check, key, settings)];
  if (address.kind === 's3') return [await roundTripFinding(check, option, address, settings), ...sealing];
  const folder = await folderChecks({ check, option, path: address.path, secret });
  // A probe would make a folder that is not there yet.
  const isThere = await stat(address.path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const probe = isThere ? [await roundTripFinding(`${check}.probe`, option, address, settings)] : [];
  return [...folder, ...probe, ...sealing];
}

function keyFinding(check: string, key: 'LOGIN_STORE_KEY' | 'BACKUP_KEY', settings: WorkerSettings): Finding {
  return settings[key].length > 0
    ? ok(`${check}.key`, `What is kept there is encrypted (${key}).`)
    : warning(
        `${check}.key`,
        'What is kept there is not encrypted: whoever reads it has the WhatsApp accounts.',
        `Set ${key} to the output of: openssl rand -base64 32`,
      );
}

async function roundTripFinding(
  check: string,
  option: string,
  address: BlobStoreAddress,
  settings: WorkerSettings,
): Promise<Finding> {
  const place = address.kind === 's3' ? `The bucket ${address.bucket}` : address.path;
  let store: BlobStore | undefined;
  try {
    store = await openBlobStore(address, settings);
    await roundTrip(store);
    return ok(check, `${place}: a probe was written, read and deleted.`);
  } catch (error) {
    return failed(
      check,
      `${place}: a probe could not be written, read and deleted: ${messageOf(error)}.`,
      address.kind === 's3'
        ? `Check ${option}, S3_ENDPOINT, S3_REGION and the key; it must be allowed to put, get, delete and list objects.`
        : `Check the folder of ${option}, its mount and its disk.`,
    );
  } finally {
    store?.close();
  }
}

async function roundTrip(store: BlobStore): Promise<void> {
  const key = `doctor/probe-${randomBytes(6).toString('hex')}`;
  const content = randomBytes(1_024);
  const signal = AbortSignal.timeout(PROBE_MS);
  await store.put(key, Readable.from([content]), signal);
  try {
    const stored = await store.get(key, signal);
    if (stored === undefined) throw new Error('what was written is not there');
    if (!content.equals(await buffer(stored))) throw new Error('what was read is not what was written');
  } finally {
    await store.delete(key);
  }
}
