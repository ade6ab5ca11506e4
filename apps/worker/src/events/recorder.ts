import { randomBytes } from 'node:crypto';
import type { EventBody } from '@wagw/shared/events/catalogue';
import { type Appended, appendEvent, type Fence } from '@wagw/shared/events/event-log';
import type { Redis } from 'ioredis';

export interface RecordOptions {
  /** Names what happened, so that a second report of it is dropped. */
  readonly once?: string;
  /** Fields of the session that change together with the event. */
  readonly session?: Readonly<Record<string, string>>;
}

/** Writes the events of one session into its log, in the order of the calls. */
export interface Recorder {
  record(body: EventBody, options?: RecordOptions): Promise<Appended>;
}

export function createRecorder(
  redis: Redis,
  session: { fence: Fence; tenantId: string; logLength: number },
): Recorder {
  return {
    record(body, { once, session: fields } = {}) {
      const id = newEventId();
      return appendEvent(redis, {
        id,
        body,
        fence: session.fence,
        tenantId: session.tenantId,
        // Commands are sent again when the connection breaks: under its own id an event is still recorded once.
        once: once ?? id,
        ...(fields === undefined ? {} : { session: fields }),
        now: Date.now(),
        length: session.logLength,
      });
    },
  };
}

/** `evt_` and 24 characters; no dots, which would split the signed content of a webhook. */
function newEventId(): string {
  return `evt_${randomBytes(18).toString('base64url')}`;
}
