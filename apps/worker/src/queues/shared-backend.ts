import { QUEUE_PREFIX } from '@wagw/shared/redis/keys';
import {
  type KeysMap,
  type QueueBaseOptions,
  QueueKeys,
  type RedisConnection,
  RedisQueueBackend,
} from 'bullmq';
import type { OnMember, SharedWait, Unwatch } from './shared-wait.ts';

/** What BullMQ pops to learn that there may be work; its score is when, 0 for now. */
export interface Marker {
  readonly member: string;
  readonly score: number;
}

const NOW: Marker = { member: '0', score: 0 };
/** Nothing is lost by waiting long: markers and reconnects wake it, and whoever needs a net has one of his own. */
const LONGEST_WAIT_S = 86_400;
/** BullMQ takes this text for a connection that was closed on purpose, and then fetches nothing. */
const CLOSED = 'Connection is closed.';

export interface SharedBackendParts {
  /** Of all queues of this process. */
  readonly connection: RedisConnection;
  readonly wait: SharedWait;
  readonly name: string;
  /** Their prefix is `QUEUE_PREFIX`. */
  readonly opts: QueueBaseOptions;
  /**
   * Nobody else works this queue off: its marker is watched even while a job is under way, which spares two commands for
   * each job. Otherwise the marker is left to others as long as this process has enough to do.
   */
  readonly isOnlyWorker: boolean;
}

/** BullMQ's backend for Redis without connections of its own. */
export class SharedBackend extends RedisQueueBackend {
  readonly #wait: SharedWait;
  readonly #marker: string;
  readonly #isOnlyWorker: boolean;
  #unwatch: Unwatch | undefined;
  #unhear: (() => void) | undefined;
  /** Ends the present wait. */
  #settle: ((marker: Marker | null | Error) => void) | undefined;
  /** Came while nobody waited. */
  #early: Marker | undefined;
  #isClosed = false;

  constructor({ connection, wait, name, opts, isOnlyWorker }: SharedBackendParts) {
    const names = new QueueKeys(QUEUE_PREFIX);
    const keys: KeysMap = names.getKeys(name);
    // "Does not own the connection": closing a queue leaves it to the others.
    super(connection, name, keys, (type) => names.toKey(name, type), opts, undefined, false);
    this.#wait = wait;
    this.#marker = names.toKey(name, 'marker');
    this.#isOnlyWorker = isOnlyWorker;
  }

  override get minimumBlockTimeout(): number {
    return 0.001;
  }

  override get maximumBlockTimeout(): number {
    return LONGEST_WAIT_S;
  }

  /** @returns null when nothing came within `seconds` */
  override async waitForJob(seconds: number): Promise<Marker | null> {
    if (this.#isClosed) throw new Error(CLOSED);
    this.#unhear ??= this.#wait.onReconnect(() => this.wake());
    this.#watch();
    const early = this.#early;
    this.#early = undefined;
    if (early !== undefined) return early;
    try {
      return await this.rest(seconds);
    } finally {
      if (!this.#isOnlyWorker) this.unwatch();
    }
  }

  override async disconnectBlocking(): Promise<void> {
    this.#isClosed = true;
    this.unwatch();
    this.#unhear?.();
    this.#unhear = undefined;
    this.#settle?.(new Error(CLOSED));
  }

  override async reconnectBlocking(): Promise<void> {
    this.#isClosed = false;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  get isWaiting(): boolean {
    return this.#settle !== undefined;
  }

  /** Says that there may be work. */
  wake(): void {
    this.#onMarker(NOW.member, NOW.score);
  }

  /** What comes from now on is news; what came before will be seen by the fetch that is about to be sent. */
  protected forgetEarly(): void {
    this.#early = undefined;
  }

  /** Waits without taking markers from anybody, for what wakes it otherwise. */
  protected rest(seconds: number): Promise<Marker | null> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle?.(null), seconds * 1_000);
      this.#settle = (marker) => {
        clearTimeout(timer);
        this.#settle = undefined;
        if (marker instanceof Error) reject(marker);
        else resolve(marker);
      };
    });
  }

  protected unwatch(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  #watch(): void {
    this.#unwatch ??= this.#wait.watch(this.#marker, this.#onMarker);
  }

  readonly #onMarker: OnMember = (member, score) => {
    if (this.#settle !== undefined) this.#settle({ member, score });
    else if (this.#early === undefined || score < this.#early.score) this.#early = { member, score };
  };
}
