import { setTimeout as sleep } from 'node:timers/promises';
import type { Fence } from '@wagw/shared/events/event-log';
import type { Logger } from '@wagw/shared/observability/logger';
import type { EngineFactory } from '../engine/engine.ts';
import type { WorkerMetrics } from '../metrics.ts';
import type { Ownership } from '../sessions/ownership.ts';
import { unlessAborted, withinTime } from '../unless-aborted.ts';
import { LoginUnavailableError, NotOwnerError } from './login-errors.ts';
import type { LoginKeeper } from './login-keeper.ts';
import { type LoginPointer, parsePointer, type SavedLogin } from './login-pointer.ts';
import { whichLogin } from './which-login.ts';

const FIRST_RETRY_MS = 10_000;

/** What the record of a session says of its login. */
export interface LoginRecord {
  /** A `LoginPointer` in JSON; empty or undefined when nothing is in the store. */
  readonly login: string | undefined;
  readonly loginHost: string | undefined;
  readonly linkedAt: number | undefined;
}

export interface KeptLoginParts {
  readonly fence: Fence;
  readonly keeper: LoginKeeper;
  readonly engines: Pick<EngineFactory, 'hasLogin' | 'wipe'>;
  readonly ownership: Pick<Ownership, 'update'>;
  readonly host: string;
  /** From a connection to the first save: WhatsApp Web writes some of the login only seconds after it is ready. */
  readonly settleMs: number;
  readonly everyMs: number;
  /**
   * How long the login may take out of the store, or into it while the session goes on; the wait for the turn of a save is not
   * counted.
   */
  readonly longestMs: number;
  /** How long the last save may take, when the session is given up; and to remove the login, or to call off a save. */
  readonly lastMs: number;
  /** Runs a save when it is its turn, so that not all sessions save at once. */
  readonly inTurn: <T>(save: () => Promise<T>) => Promise<T>;
  readonly metrics: WorkerMetrics;
  readonly logger: Logger;
}

/** The login of one session in the hands of this worker: fetched before a start, saved while it is connected, and at its end. */
export class KeptLogin {
  readonly #parts: KeptLoginParts;
  #pointer: LoginPointer | undefined;
  /** Whether what lies here is the newest login; what is older must never be saved as if it were. */
  #isNewest = false;
  #saving: { readonly stop: AbortController; readonly done: Promise<void> } | undefined;
  /** The latest save, which may go on after it was given up. */
  #latest: Promise<unknown> = Promise.resolve();

  constructor(parts: KeptLoginParts) {
    this.#parts = parts;
  }

  /**
   * Puts the newest login in its place. The engine must not run.
   * @throws LoginUnavailableError when there is a login that cannot be had now, NotOwnerError
   */
  async beforeStart({ login, loginHost, linkedAt }: LoginRecord): Promise<void> {
    const { fence, engines, ownership, host } = this.#parts;
    this.#isNewest = false;
    await this.#stopSaving();
    this.#pointer = parsePointer(login);
    const hasLocal = await engines.hasLogin(fence.sessionId);
    const isLinked = linkedAt !== undefined;
    const choice = whichLogin({
      hasLocal,
      host,
      loginHost: loginHost || undefined,
      pointer: this.#pointer,
      isLinked,
    });
    if (choice === 'elsewhere') {
      throw new LoginUnavailableError(
        'elsewhere',
        `The login was never saved; where it ran last is ${loginHost}`,
      );
    }
    if (choice === 'restore' && this.#pointer !== undefined) {
      this.#pointer = await this.#restore(this.#pointer);
    }
    if (choice === 'none' && hasLocal) await engines.wipe(fence.sessionId);
    // From here on this host's login is the newest, and the one in the store is a copy.
    if (loginHost !== host && !(await ownership.update(fence, { loginHost: host }))) {
      throw new NotOwnerError(fence.sessionId);
    }
    this.#isNewest = true;
  }

  /** Saves soon, and from then on again and again. */
  onReady(): void {
    if (this.#saving !== undefined) return;
    const stop = new AbortController();
    this.#saving = { stop, done: this.#saveAgainAndAgain(stop.signal) };
  }

  /** Saves for the last time, the engine being gone; not when it was never started. Never rejects. */
  async onStopped(): Promise<void> {
    const late = AbortSignal.timeout(this.#parts.lastMs);
    await this.#stopSaving(late);
    if (this.#isNewest) await this.#save(late);
  }

  /** Removes the login from the store. Never rejects. */
  async onLoggedOut(): Promise<void> {
    const { fence, keeper, lastMs, logger } = this.#parts;
    await this.#stopSaving();
    this.#pointer = undefined;
    const late = AbortSignal.timeout(lastMs);
    await unlessAborted(late, keeper.forget(fence, late)).catch((error: unknown) => {
      logger.warn({ err: error, session: fence.sessionId }, 'a login that is over was left in the store');
    });
  }

  async #restore(pointer: LoginPointer): Promise<SavedLogin> {
    const { fence, keeper, longestMs } = this.#parts;
    const late = AbortSignal.timeout(longestMs);
    return await unlessAborted(late, keeper.restore(fence, pointer, late)).catch((error: unknown) => {
      if (!late.aborted) throw error;
      throw new LoginUnavailableError('store_away', 'The login does not come out of the store', error);
    });
  }

  /** Calls a save off, and waits for its end: it reads the profile. One that hangs is not waited for any longer. */
  async #stopSaving(late = AbortSignal.timeout(this.#parts.lastMs)): Promise<void> {
    const saving = this.#saving;
    this.#saving = undefined;
    saving?.stop.abort();
    await saving?.done;
    await unlessAborted(late, this.#latest).catch(() => undefined);
  }

  async #saveAgainAndAgain(signal: AbortSignal): Promise<void> {
    const { settleMs, everyMs } = this.#parts;
    const sinceLast = Date.now() - (this.#pointer?.savedAt ?? 0);
    let wait = Math.max(settleMs, everyMs - sinceLast);
    let retry = Math.min(FIRST_RETRY_MS, everyMs);
    while (await passed(wait, signal)) {
      const result = await this.#save(signal);
      if (result === 'not_owner') return;
      wait = result === 'failed' ? retry : everyMs;
      retry = result === 'failed' ? Math.min(retry * 2, everyMs) : Math.min(FIRST_RETRY_MS, everyMs);
    }
  }

  /** Never rejects: a save that fails does not disturb the session. */
  async #save(signal: AbortSignal): Promise<'saved' | 'nothing' | 'failed' | 'not_owner'> {
    const { fence, inTurn, metrics, logger } = this.#parts;
    const started = performance.now();
    try {
      const turn = inTurn(async () => await this.#saveInTurn(signal));
      const pointer = await unlessAborted(signal, turn);
      if (pointer === undefined) return this.#told('nothing');
      this.#pointer = pointer;
      const seconds = (performance.now() - started) / 1_000;
      metrics.loginSaveSeconds.observe(seconds);
      logger.debug({ session: fence.sessionId, bytes: pointer.bytes, seconds }, 'login saved');
      return this.#told('saved');
    } catch (error) {
      if (error instanceof NotOwnerError) return this.#told('not_owner');
      // A save that is called off is followed by another one.
      if (!signal.aborted || signal.reason?.name === 'TimeoutError') {
        logger.error({ err: error, session: fence.sessionId }, 'the login could not be saved');
        return this.#told('failed');
      }
      return 'failed';
    }
  }

  /** A save that hangs gives its turn back, but no other one of the session begins before it has come to its end. */
  async #saveInTurn(signal: AbortSignal): Promise<LoginPointer | undefined> {
    const { fence, keeper, longestMs } = this.#parts;
    return await withinTime(longestMs, signal, async (inTime) => {
      const save = async () => {
        inTime.throwIfAborted();
        return await keeper.save(fence, this.#pointer, inTime);
      };
      const saving = this.#latest.then(save, save);
      this.#latest = saving;
      return await saving;
    });
  }

  #told<R extends string>(result: R): R {
    this.#parts.metrics.loginSaves.inc({ result });
    return result;
  }
}

/** Waits about so long, not as long as others; false when it was told to stop. */
async function passed(ms: number, signal: AbortSignal): Promise<boolean> {
  const wait = ms * (0.9 + Math.random() * 0.2);
  return await sleep(wait, true, { signal, ref: false }).catch(() => false);
}
