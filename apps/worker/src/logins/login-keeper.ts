import { pipeline, type Readable } from 'node:stream';
import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import type { Fence } from '@wagw/shared/events/event-log';
import type { Logger } from '@wagw/shared/observability/logger';
import type { EngineFactory } from '../engine/engine.ts';
import type { Lease } from '../lease/lease.ts';
import type { WorkerMetrics } from '../metrics.ts';
import type { Ownership } from '../sessions/ownership.ts';
import { judge, measure } from './digest.ts';
import { LoginUnavailableError, NotOwnerError } from './login-errors.ts';
import { isOlder, type LoginPointer, makeKey, type SavedLogin } from './login-pointer.ts';
import { SealError, type SealKey, seal, unseal } from './seal.ts';

export interface LoginKeeperParts {
  readonly store: BlobStore;
  /** The first seals, each may open; none: logins are not encrypted. */
  readonly keys: readonly SealKey[];
  readonly engines: Pick<EngineFactory, 'exportLogin' | 'importLogin'>;
  readonly ownership: Pick<Ownership, 'update'>;
  readonly lease: Lease;
  /** What this host's folder of logins is called. */
  readonly host: string;
  readonly metrics: WorkerMetrics;
  readonly logger: Logger;
}

/** Brings logins into the store and out of it, each under the fence of the session's owner. */
export interface LoginKeeper {
  /**
   * Saves the login as it is now, and what the record points to is this one then.
   * @param before what the record points to until then
   * @param signal calls it off; what has been called off is not pointed to
   * @returns undefined when there is no login to save
   * @throws NotOwnerError, or whatever the store fails with; the record then points to what it did before
   */
  save(
    fence: Fence,
    before: LoginPointer | undefined,
    signal?: AbortSignal,
  ): Promise<LoginPointer | undefined>;
  /**
   * Replaces this host's login by the newest of the store that is whole.
   * @param signal calls it off, up to the moment in which the login is replaced
   * @returns which one that was
   * @throws LoginUnavailableError, NotOwnerError; this host's login is then as it was
   */
  restore(fence: Fence, pointer: LoginPointer, signal?: AbortSignal): Promise<SavedLogin>;
  /**
   * Removes the login from the record and the store.
   * @param signal calls off what is not removed yet
   * @throws NotOwnerError, or whatever the store fails with
   */
  forget(fence: Fence, signal?: AbortSignal): Promise<void>;
}

/** No waiting and no other key would bring it back. */
function isLost(error: unknown): boolean {
  return error instanceof LoginUnavailableError && (error.code === 'altered' || error.code === 'missing');
}

export function createLoginKeeper(parts: LoginKeeperParts): LoginKeeper {
  const { store, keys, engines, ownership, lease, host, metrics, logger } = parts;

  async function put(key: string, archive: Readable, signal?: AbortSignal) {
    const measured = measure();
    // A failure is told by the stream that the store reads.
    const content = pipeline(seal(archive, keys[0]), measured.stream, () => undefined);
    try {
      await store.put(key, content, signal);
    } finally {
      archive.destroy();
    }
    return measured.result();
  }

  /** All but the newest and the one before. What a later owner has put stays. */
  async function clearOlder({ key, previous }: LoginPointer, sessionId: string): Promise<void> {
    for (const other of await store.list(sessionId)) {
      if (other !== previous?.key && isOlder(other, key)) await store.delete(other);
    }
  }

  async function fetch(sessionId: string, saved: SavedLogin, signal?: AbortSignal): Promise<void> {
    const stored = await store.get(saved.key, signal).catch((error: unknown) => {
      throw new LoginUnavailableError('store_away', 'The login cannot be fetched from the store', error);
    });
    if (stored === undefined) {
      throw new LoginUnavailableError(
        'missing',
        `The store has no ${saved.key}, which the session points to`,
      );
    }
    try {
      // The last word, after every byte and before the login is replaced.
      const last = judge(({ sha256 }) => {
        if (sha256 !== saved.sha256) return new SealError('altered', 'It is another login than was saved');
        if (signal?.aborted) return new LoginUnavailableError('store_away', 'Nobody waits for it any more');
        return lease.holds() ? undefined : new NotOwnerError(sessionId);
      });
      const checked = pipeline(stored, last, () => undefined);
      await engines.importLogin(sessionId, unseal(checked, keys));
    } catch (error) {
      if (error instanceof NotOwnerError) throw error;
      const code = error instanceof SealError ? error.code : 'store_away';
      throw new LoginUnavailableError(code, 'The stored login cannot be restored', error);
    } finally {
      stored.destroy();
    }
  }

  return {
    async save(fence, before, signal) {
      const savedAt = Date.now();
      const archive = await engines.exportLogin(fence.sessionId);
      if (archive === undefined) return undefined;
      const key = makeKey(fence, savedAt);
      const measured = await put(key, archive, signal);
      // A store may not have heeded it: nobody waits for this save any more, and another may have come after it.
      signal?.throwIfAborted();
      const { previous: _older, ...previous } = before ?? {};
      const pointer: LoginPointer = {
        key,
        savedAt,
        host,
        ...measured,
        ...(before === undefined ? {} : { previous: previous as SavedLogin }),
      };
      const isOwner = lease.holds() && (await ownership.update(fence, { login: JSON.stringify(pointer) }));
      if (!isOwner) {
        await store.delete(key);
        throw new NotOwnerError(fence.sessionId);
      }
      metrics.loginBytes.observe(measured.bytes);
      await clearOlder(pointer, fence.sessionId).catch((error: unknown) =>
        logger.warn({ err: error, session: fence.sessionId }, 'older logins were left in the store'),
      );
      return pointer;
    },

    async restore({ sessionId }, pointer, signal) {
      try {
        await fetch(sessionId, pointer, signal);
        metrics.loginRestores.inc({ result: 'newest' });
        return pointer;
      } catch (error) {
        const { previous } = pointer;
        if (previous === undefined || !isLost(error)) {
          metrics.loginRestores.inc({ result: 'failed' });
          throw error;
        }
        logger.error(
          { err: error, session: sessionId, previous },
          'the newest login is lost; taking the one before',
        );
        await fetch(sessionId, previous, signal);
        metrics.loginRestores.inc({ result: 'previous' });
        return previous;
      }
    },

    async forget(fence, signal) {
      // The host stays: what other hosts have of the login is out of date.
      const isOwner = await ownership.update(fence, { login: '', loginHost: host });
      if (!isOwner) throw new NotOwnerError(fence.sessionId);
      const next = makeKey({ ...fence, epoch: fence.epoch + 1 }, 0);
      for (const key of await store.list(fence.sessionId)) {
        // Somebody may have logged in again since nobody waits for it any more.
        signal?.throwIfAborted();
        if (isOlder(key, next)) await store.delete(key);
      }
    },
  };
}
