import { sessionOfQueue } from '@wagw/shared/queue/queues';
import { TellingBackend } from '@wagw/shared/queue/telling-backend';
import type { QueueBaseOptions, RedisConnection } from 'bullmq';
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
}

/** BullMQ's backend for Redis without connections of its own. */
export class SharedBackend extends TellingBackend {
  readonly #wait: SharedWait;
  #unwatch: Unwatch | undefined;
  #unhear: (() => void) | undefined;
  /** Ends the present wait. */
  #settle: ((marker: Marker | null | Error) => void) | undefined;
  /** Came while nobody waited. */
  #early: Marker | undefined;
  #isClosed = false;

  constructor({ connection, wait, name, opts }: SharedBackendParts) {
    // Closing a queue leaves the connection to the others.
    super({ connection, ownsConnection: false, name, opts, sessionId: sessionOfQueue(name) });
    this.#wait = wait;
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
    this.watch();
    const early = this.#early;
    this.#early = undefined;
    if (early !== undefined) return early;
    try {
      return await this.rest(seconds);
    } finally {
      this.rested();
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

  /** Listens, if it does not yet, to what says that there may be work. */
  protected watch(): void {
    this.#unwatch ??= this.listen(this.#onMarker);
  }

  protected listen(onMarker: OnMember): Unwatch {
    return this.#wait.watch(this.toKey('marker'), onMarker);
  }

  /** Called after each wait. The marker is left to other processes as long as this one has enough to do. */
  protected rested(): void {
    this.unwatch();
  }

  readonly #onMarker: OnMember = (member, score) => {
    if (this.#settle !== undefined) this.#settle({ member, score });
    else if (this.#early === undefined || score < this.#early.score) this.#early = { member, score };
  };
}
