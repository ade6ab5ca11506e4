import { dataOf, type Gateway, initOf, itemsOf } from './api.ts';
import { backoffMs, sleep } from './retry.ts';
import type { Batch, BulkMessages } from './schema.ts';
import { type CallOptions, randomKey } from './transport.ts';

/** How many recipients one request may have. */
const LARGEST = 1_000;
const LARGEST_PAGE = 100;
const POLL = { firstDelayMs: 500, longestDelayMs: 10_000 };

/** One message for many. */
export interface Batches {
  /**
   * Accepts one message for each recipient, as many as there are: in batches of 1,000, in order. One call sends to nobody twice.
   * @param options a call that has failed is repeated with the same `idempotencyKey` and the same recipients
   * @throws BatchError when some batches were accepted and another was not
   */
  send(session: string, messages: BulkMessages, options?: CallOptions): Promise<Batch[]>;
  /** Every batch of a session that is kept, the newest first, read by pages. */
  list(session: string, options?: CallOptions): AsyncGenerator<Batch, void, undefined>;
  get(session: string, id: string, options?: CallOptions): Promise<Batch>;
  /** Cancels what still waits. */
  cancel(session: string, id: string, options?: CallOptions): Promise<Batch>;
  /** Waits until each of its messages is sent, failed or cancelled; for ever, unless `signal` ends it. */
  finished(batch: Pick<Batch, 'id' | 'sessionId'>, options?: CallOptions): Promise<Batch>;
}

/** Of a call that makes several batches, not all were accepted. `cause` has the reason. */
export class BatchError extends Error {
  override readonly name = 'BatchError';
  readonly accepted: readonly Batch[];
  /** Repeats the whole call without sending to anybody twice. */
  readonly idempotencyKey: string;

  constructor(accepted: readonly Batch[], idempotencyKey: string, cause: unknown) {
    super(`${accepted.length} batches were accepted, the next one was not.`, { cause });
    this.accepted = accepted;
    this.idempotencyKey = idempotencyKey;
  }
}

export function createBatches(gateway: Gateway): Batches {
  const { api } = gateway;
  const init = (options: CallOptions | undefined) => initOf(gateway, options);

  const batches: Batches = {
    async send(id, messages, options) {
      const { idempotencyKey: key = randomKey() } = options ?? {};
      const accepted: Batch[] = [];
      for (let from = 0; from < messages.recipients.length || from === 0; from += LARGEST) {
        const body = { ...messages, recipients: messages.recipients.slice(from, from + LARGEST) };
        const call = { ...options, idempotencyKey: from === 0 ? key : `${key}.${from}` };
        const params = { path: { id } };
        try {
          const made = api.POST('/api/v1/sessions/{id}/messages/bulk', { params, body, ...init(call) });
          accepted.push(await dataOf(made));
        } catch (error) {
          throw accepted.length === 0 ? error : new BatchError(accepted, key, error);
        }
      }
      return accepted;
    },

    list: (id, options) =>
      itemsOf((cursor) => {
        const query = { limit: LARGEST_PAGE, ...(cursor === undefined ? {} : { cursor }) };
        const params = { path: { id }, query };
        return dataOf(api.GET('/api/v1/sessions/{id}/batches', { params, ...init(options) }));
      }),

    get: (id, batchId, options) =>
      dataOf(
        api.GET('/api/v1/sessions/{id}/batches/{batchId}', {
          params: { path: { id, batchId } },
          ...init(options),
        }),
      ),

    cancel: (id, batchId, options) =>
      dataOf(
        api.DELETE('/api/v1/sessions/{id}/batches/{batchId}', {
          params: { path: { id, batchId } },
          ...init(options),
        }),
      ),

    async finished({ sessionId, id }, options) {
      for (let looks = 1; ; looks += 1) {
        const batch = await batches.get(sessionId, id, options);
        if (batch.isFinished) return batch;
        await sleep(backoffMs(looks, POLL), options?.signal);
      }
    },
  };
  return batches;
}
