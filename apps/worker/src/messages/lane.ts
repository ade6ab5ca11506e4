import { loadMessage, type MessageRecord, unsettledMessages } from '@wagw/shared/messages/message-store';
import { inSpan, type SpanOptions } from '@wagw/shared/observability/tracing';
import { bringForward } from '@wagw/shared/queue/bring-forward';
import { addSendJob, type CommandJob, laneName, type SendJob } from '@wagw/shared/queue/queues';
import { keys } from '@wagw/shared/redis/keys';
import { atMost } from '../at-most.ts';
import { exponentialDelay } from '../backoff.ts';
import type { CarryOut } from '../commands/carry-out.ts';
import { chatOfCommand } from '../commands/command-chat.ts';
import type { OutgoingFiles } from '../media/outgoing-files.ts';
import type { WorkerMetrics } from '../metrics.ts';
import { createLaneWorker, DONE, type LaneWorkerParts, LOOK_AGAIN_MS } from '../queues/lane-worker.ts';
import { idOf, laneJobSchema } from './lane-job.ts';
import { orderByAcceptance } from './lane-order.ts';
import type { Pacing } from './pacing.ts';
import type { SendResult } from './send.ts';
import { type Brought, createSetAside, type SetAside } from './set-aside.ts';

/**
 * The queue of one session's sends, and of the commands that keep their place among them, worked off one at a time while it is
 * open. What must be tried again, or is too fast, goes back to the head and the lane waits, so nothing overtakes. Only a message
 * whose file is not here yet is set aside, with all that comes to its chat, and the others go on.
 */
export interface Lane {
  /** Puts back what earlier owners left unfinished, then begins to work. */
  open(): Promise<void>;
  /** Stops taking messages; waits for the one under way, at most `graceMs`. */
  close(graceMs: number): Promise<void>;
  /** Gives every open message up and removes all jobs, for a session that is deleted. */
  wipe(): Promise<void>;
}

export interface LaneParts extends LaneWorkerParts {
  readonly pacing: Pacing;
  readonly metrics: Pick<WorkerMetrics, 'pacingWaits'>;
  readonly files: OutgoingFiles;
  /** @param brought what came of bringing the message's file; undefined when it has none, or it is not here */
  readonly send: (record: MessageRecord, brought: Brought | undefined) => Promise<SendResult>;
  readonly carryOut: CarryOut;
  /** Told of each result that ends the message's way through the lane. */
  readonly settled: (record: MessageRecord, result: SendResult) => Promise<void>;
}

/**
 * What becomes of a job: its way is over; it stands beside the lane; or it goes back to the head, and the lane waits for so many
 * milliseconds.
 */
type Next = 'over' | 'aside' | number;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** @param failures 0 waits for nothing */
const backoff = (failures: number): number =>
  failures === 0 ? 0 : exponentialDelay(failures - 1, FIRST_WAIT_MS, LONGEST_WAIT_MS);

function nextAfter(result: SendResult): Next {
  if (result.result === 'file_needed') return 'aside';
  if (result.result === 'again' && result.failures > 0) return backoff(result.failures);
  // A fenced one is the next owner's: finishing its job would leave the message without any.
  const stays = result.result === 'again' || (result.result === 'skipped' && result.because === 'fenced');
  return stays ? LOOK_AGAIN_MS : 'over';
}

/** Part of the request's trace, however long ago that was. */
const spanOf = ({ id, sessionId, attempts, traceparent }: MessageRecord): SpanOptions => ({
  kind: 'consumer',
  attributes: { 'wagw.message': id, 'wagw.session': sessionId, 'wagw.attempt': attempts + 1 },
  parent: traceparent,
});

const DELETED: SendResult = {
  result: 'failed',
  code: 'session_deleted',
  detail: 'The session was deleted before WhatsApp acknowledged the message.',
};

export function createLane(parts: LaneParts): Lane {
  const { fence, logger } = parts;
  const { redis } = parts.queues;
  const { sessionId } = fence;
  // After an attempt that broke, the next one starts with a look-up, so nothing is doubled.
  const lane = createLaneWorker(laneName(sessionId), parts, work);
  const { queue } = lane;
  const startAside = () =>
    createSetAside({ files: parts.files, putBack: (job) => lane.putAtHead(idOf(job), job), logger });
  let asideNow = startAside();

  async function work(data: unknown): Promise<number> {
    const job = laneJobSchema.parse(data);
    // A job may last longer than the lane is open; what the next opening sets aside is none of its business.
    const aside = asideNow;
    const next = 'commandId' in job ? await attemptCommand(job, aside) : await attempt(job, aside);
    if (next === 'over') await aside.over(idOf(job));
    return typeof next === 'number' ? next : DONE;
  }

  async function attemptCommand(job: CommandJob, aside: SetAside): Promise<Next> {
    const { commandId } = job;
    const chat = aside.isEmpty ? undefined : await chatOfCommand(redis, sessionId, commandId);
    if (chat !== undefined && aside.mustWait(job, chat)) {
      // It has no job then: should this owner die, the next one finds it among what was begun.
      await redis.sadd(keys.commandsUnderWay(sessionId), commandId);
      return 'aside';
    }
    if ((await parts.carryOut(commandId)) !== 'over') return LOOK_AGAIN_MS;
    await redis.srem(keys.commandsUnderWay(sessionId), commandId);
    return 'over';
  }

  async function attempt(job: SendJob, aside: SetAside): Promise<Next> {
    const record = await loadMessage(redis, sessionId, job.messageId);
    if (record === undefined) return 'over';
    return aside.mustWait(job, record.chatId) ? 'aside' : attemptMessage(record, aside);
  }

  async function attemptMessage(record: MessageRecord, aside: SetAside): Promise<Next> {
    // What may have left already is looked up, and nobody waits for that.
    const heldMs =
      record.status === 'queued' ? await parts.pacing.ask(record.id, record.chatId, Date.now()) : 0;
    if (heldMs > 0) {
      parts.metrics.pacingWaits.observe(heldMs / 1000);
      logger.debug({ message: record.id, ms: heldMs }, 'paced');
      return heldMs;
    }
    const startedAt = performance.now();
    const result = await inSpan(
      parts.queues.tracing,
      'send attempt',
      spanOf(record),
      () => parts.send(record, aside.broughtFor(record.id)),
      (sent) => ({
        attributes: { 'wagw.result': sent.result },
        failure: 'code' in sent ? sent.code : undefined,
      }),
    );
    const next = nextAfter(result);
    logAttempt(record, result, next, performance.now() - startedAt);
    if (result.result === 'file_needed') await aside.bringFor(record, backoff(result.failures));
    if (next === 'over') await parts.settled(record, result);
    return next;
  }

  function logAttempt(record: MessageRecord, result: SendResult, next: Next, ms: number): void {
    logger.info(
      {
        message: record.id,
        chat: record.chatId,
        type: record.content.type,
        priority: record.priority,
        attempt: record.attempts + 1,
        result: result.result,
        ...('code' in result ? { code: result.code } : {}),
        ...('detail' in result ? { detail: result.detail } : {}),
        ...(typeof next === 'number' ? { againInMs: next } : { next }),
        sinceAcceptedMs: Date.now() - record.acceptedAt,
        ms: Math.round(ms),
      },
      'send attempt',
    );
  }

  return {
    open: () => lane.open(putBackJobless),
    // A message that takes longer finds its engine gone, and ends at the head of the lane.
    async close(graceMs) {
      await atMost(graceMs, lane.close());
      const aside = asideNow;
      asideNow = startAside();
      await aside.close();
    },
    async wipe() {
      for (const id of await unsettledMessages(redis, sessionId)) {
        const record = await loadMessage(redis, sessionId, id);
        if (record !== undefined) await parts.settled(record, DELETED);
      }
      await lane.wipe();
    },
  };

  /**
   * Messages that are open but have no job: their job was finished when WhatsApp's client took them over, or died with
   * Redis or the api before it was written.
   */
  async function putBackJobless(): Promise<void> {
    const ids = await unsettledMessages(redis, sessionId);
    const known = await Promise.all(ids.map((id) => redis.exists(queue.toKey(id))));
    const jobless = ids.filter((_, index) => known[index] === 0);
    if (ids.length === 0) return;
    const records = await Promise.all(jobless.map((id) => loadMessage(redis, sessionId, id)));
    // Bulk messages among them are older than others of their chat that still wait behind all chats: these go with them.
    const chats = new Set(records.flatMap((record) => (record?.priority === 'bulk' ? [record.chatId] : [])));
    for (const chatId of chats) await bringForward(redis, sessionId, chatId);
    for (const id of jobless) await addSendJob(queue, { messageId: id });
    // Also when no job was missing: an owner that stopped in the middle of this has left them at the tail.
    await orderByAcceptance(redis, queue, sessionId);
    if (jobless.length > 0) logger.info({ messages: jobless.length }, 'open messages put back into the lane');
  }
}
