import { digestOf, isSame } from '@wagw/shared/access/api-key';
import { findKey, findKeyById, type KeyRecord } from '@wagw/shared/access/key-store';
import { SCOPES } from '@wagw/shared/access/scopes';
import type { Redis } from 'ioredis';
import { type Caller, ENVIRONMENT_KEY } from './caller.ts';

/** Somebody who has a key. */
export interface KeyHolder extends Caller {
  /** What the key is called; empty for the one of the environment. */
  readonly keyName: string;
}

/** Every key that counts: those of the environment, and those that were made through the API. */
export interface Keyring {
  /** Who has this key; undefined when it is none, or none any more. Keys are looked up each time, so that one that ends ends at once. */
  holderOf(key: string): Promise<KeyHolder | undefined>;
  /**
   * Who has the key of an id.
   * @param isMeant whether this is the digest of the secret in question; asked of every one that is good now
   */
  holderById(keyId: string, isMeant: (digest: Buffer) => boolean): Promise<KeyHolder | undefined>;
}

const OPERATOR: KeyHolder = {
  keyId: ENVIRONMENT_KEY,
  keyName: '',
  tenantId: null,
  scopes: new Set(SCOPES),
};

/** @param environmentKeys allow everything */
export function createKeyring(redis: Redis, environmentKeys: readonly string[]): Keyring {
  const operatorDigests = environmentKeys.map(digestOf);
  return {
    async holderOf(key) {
      const given = digestOf(key);
      if (operatorDigests.some((digest) => isSame(digest, given))) return OPERATOR;
      return holderOfRecord(await findKey(redis, key, Date.now()));
    },

    async holderById(keyId, isMeant) {
      if (keyId === ENVIRONMENT_KEY) return operatorDigests.some(isMeant) ? OPERATOR : undefined;
      return holderOfRecord(await findKeyById(redis, keyId, isMeant, Date.now()));
    },
  };
}

function holderOfRecord(record: KeyRecord | undefined): KeyHolder | undefined {
  if (record === undefined) return undefined;
  const { id, name, tenantId, scopes } = record;
  return { keyId: id, keyName: name, tenantId, scopes: new Set(scopes) };
}
