import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import type { Fence } from '@wagw/shared/events/event-log';
import { advanceMessage, type MessageRecord } from '@wagw/shared/messages/message-store';
import { readLids } from '@wagw/shared/numbers/lid-store';
import type { RegistrationTtl } from '@wagw/shared/numbers/registrations';
import type { Logger } from '@wagw/shared/observability/logger';
import { keys } from '@wagw/shared/redis/keys';
import type { Redis } from 'ioredis';
import pLimit from 'p-limit';
import { createCarryOut } from '../commands/carry-out.ts';
import { createCommandLane } from '../commands/command-lane.ts';
import { createDueWork } from '../due-work.ts';
import type { Engine, EngineFactory } from '../engine/engine.ts';
import { createInbox, type InboxEvent } from '../events/inbox.ts';
import { failedEvent } from '../events/message-changes.ts';
import { createReconcile } from '../events/reconcile.ts';
import { createRecorder, type Recorder } from '../events/recorder.ts';
import type { Lease } from '../lease/lease.ts';
import { measuredFiles } from '../media/measure-file.ts';
import type { OutgoingFiles } from '../media/outgoing-files.ts';
import { createReceivedFiles, type ReceivedFilesSettings } from '../media/received-files.ts';
import { createJournal } from '../messages/journal.ts';
import { createLane } from '../messages/lane.ts';
import { createPacing, type Pace } from '../messages/pacing.ts';
import { type SendResult, sendMessage } from '../messages/send.ts';
import type { Brought } from '../messages/set-aside.ts';
import { showTyping } from '../messages/typing.ts';
import { tellUnconfirmed, UNCONFIRMED_AFTER_MS } from '../messages/unconfirmed.ts';
import type { WorkerMetrics } from '../metrics.ts';
import { addressed } from '../numbers/addressed.ts';
import { createNaming } from '../numbers/naming.ts';
import { createNumbers, type Numbers } from '../numbers/numbers.ts';
import type { WorkerQueues } from '../queues/worker-queues.ts';
import { createHealthNotes } from './health-notes.ts';
import { together } from './lanes-together.ts';
import { type LoginKeeping, OwnedSession } from './owned-session.ts';
import type { Ownership } from './ownership.ts';

const MS_PER_DAY = 86_400_000;
/** Longer than the bytes of a dead worker's last send can be on their way; starting a browser takes longer still. */
const SETTLE_MS = 2_000;

/** Every worker reads the login where the one before has left it. */
export const loginsInSharedFolder = (): LoginKeeping => ({
  beforeStart: async () => undefined,
  onReady: () => undefined,
  onStopped: async () => undefined,
  onLoggedOut: async () => undefined,
});

export interface OwnSessionParts {
  readonly queues: WorkerQueues;
  readonly engines: EngineFactory;
  readonly ownership: Ownership;
  readonly lease: Lease;
  readonly metrics: WorkerMetrics;
  readonly logger: Logger;
  /** Keeps the login of each session where other hosts find it. */
  readonly logins: (fence: Fence) => LoginKeeping;
  readonly maxStarting: number;
  readonly healthCheckMs: number;
  readonly workerLabels: readonly string[];
  readonly sendAttempts: number;
  readonly eventLogLength: number;
  /** For how long events stay in the log, in milliseconds. */
  readonly eventLogAgeMs?: number;
  readonly messageRetentionDays: number;
  /** How long WhatsApp's answers about numbers are believed. */
  readonly numberTtl: RegistrationTtl;
  /** The files of messages that are sent. */
  readonly files: OutgoingFiles;
  readonly pace: Pace;
  /** For how long "typing" is shown at most; 0 shows nothing. */
  readonly typingMs: number;
  /** Where the files of messages that came in are kept. */
  readonly blobs: BlobStore;
  readonly received: ReceivedFilesSettings;
}

/** Puts the parts of a session together when this worker has come to own it. */
export function sessionMaker(parts: OwnSessionParts): (fence: Fence, tenantId: string) => OwnedSession {
  const { queues, engines, ownership, lease, metrics } = parts;
  const { redis } = queues;
  const inTurn = pLimit(parts.maxStarting);
  const notes = createHealthNotes(redis, parts.logger);

  return (fence, tenantId) => {
    const { sessionId } = fence;
    const logger = parts.logger.child({ session: sessionId });
    const recorder = createRecorder(redis, {
      fence,
      lease,
      tenantId,
      logLength: parts.eventLogLength,
      logAgeMs: parts.eventLogAgeMs,
      metrics,
    });
    let running: () => Engine | undefined = () => undefined;
    const naming = createNaming({ redis, sessionId, logger, actions: () => running()?.actions });
    const numbers = createNumbers({ redis, sessionId, ttl: parts.numberTtl });
    const actions = () => running()?.actions;
    const retentionDays = parts.messageRetentionDays;
    const inbox = createInbox({ redis, sessionId, retentionDays, recorder, naming, metrics, logger });
    const received = createReceivedFiles({
      redis,
      fence,
      lease,
      recorder,
      blobs: parts.blobs,
      actions,
      settings: parts.received,
      metrics,
      logger,
    });
    const carryOut = createCarryOut({ redis, fence, lease, logger, metrics, numbers, received, actions });
    const overdue = createDueWork({
      redis,
      key: keys.unconfirmedBy(sessionId),
      atOnce: 1,
      work: (id) => tellUnconfirmed(redis, sessionId, recorder, id),
      logger,
    });
    const journal = createJournal(redis, fence, retentionDays * MS_PER_DAY);

    const send =
      (engine: () => Engine | undefined) =>
      async (record: MessageRecord, brought: Brought | undefined): Promise<SendResult> => {
        const connected = engine();
        if (connected === undefined) {
          return { result: 'again', code: 'not_ready', detail: 'The connection is gone.', failures: 0 };
        }
        await showTyping(record, connected.actions, parts.typingMs);
        const result = await sendMessage(record, {
          engine: await addressed(connected, record.chatId, numbers),
          journal,
          lease,
          brought,
          maxFailures: parts.sendAttempts,
          settleMs: SETTLE_MS,
        });
        metrics.sends.inc({ result: result.result });
        if (result.result === 'handed_over') overdue.expect(Date.now() + UNCONFIRMED_AFTER_MS);
        return result;
      };

    return new OwnedSession({
      redis,
      fence,
      engines,
      ownership,
      lease,
      recorder,
      async inbox(event) {
        // Before the event, so that whoever hears of it finds what is known of the file.
        if (event.type === 'message') await received.notice(event.message);
        await inbox(event);
      },
      overdue,
      reconcile: createReconcile({ redis, fence, ownership, logger }),
      inTurn,
      logins: parts.logins(fence),
      healthCheckMs: parts.healthCheckMs,
      notes,
      workerLabels: parts.workerLabels,
      metrics,
      logger,
      lane: (engine, tell) => {
        running = engine;
        const sends = createLane({
          queues,
          fence,
          lease,
          logger,
          pacing: createPacing(redis, sessionId, parts.pace),
          send: send(engine),
          files: measuredFiles(parts.files, metrics),
          metrics,
          carryOut,
          settled: (record, result) => settle({ redis, recorder, numbers, tell }, record, result),
        });
        const commands = createCommandLane({ queues, fence, lease, logger, carryOut });
        return together([sends, commands, received]);
      },
    });
  };
}

interface SettleParts {
  readonly redis: Redis;
  readonly recorder: Recorder;
  readonly numbers: Numbers;
  readonly tell: (event: InboxEvent) => void;
}

/** What follows from the end of a message's way through the lane. */
async function settle(
  { redis, recorder, numbers, tell }: SettleParts,
  record: MessageRecord,
  result: SendResult,
): Promise<void> {
  await numbers.noteSend(record.chatId, result);
  if (result.result === 'handed_over' && result.ack !== 0) {
    // Found after a crash: the acknowledgement came while nobody listened.
    tell({ type: 'ack', ref: result.ref, ack: result.ack });
  }
  if (result.result !== 'failed') return;
  const error = { code: result.code, detail: result.detail };
  const lids = await readLids(redis, record.sessionId, [record.chatId], true);
  const { body, once = '' } = failedEvent({ ...record, messageId: null }, error, lids);
  // Told first: were it the other way round, a crash in between would leave a failure that nobody hears of.
  await recorder.record(body, { once });
  await advanceMessage(redis, record.sessionId, record.id, 'failed', { error }, Date.now());
}
