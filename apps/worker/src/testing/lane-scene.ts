import { until } from '@wagw/local-machine/until';
import type { Fence } from '@wagw/shared/events/event-log';
import type { MessageContent } from '@wagw/shared/messages/content';
import { advanceMessage, loadMessage, type MessageRecord } from '@wagw/shared/messages/message-store';
import { addSendJob, laneName, queueOptions, type SendJob } from '@wagw/shared/queue/queues';
import { Queue } from 'bullmq';
import type { Carried } from '../commands/carry-out.ts';
import type { Lease } from '../lease/lease.ts';
import { createLane, type Lane } from '../messages/lane.ts';
import { isMedia } from '../messages/outgoing-content.ts';
import type { SendResult } from '../messages/send.ts';
import type { Brought } from '../messages/set-aside.ts';
import type { WorkerQueues } from '../queues/worker-queues.ts';
import { refOf } from './engine-messages.ts';
import { heldLease, silentLogger, testMetrics } from './parts.ts';
import { createScriptedFiles, type ScriptedFiles } from './scripted-files.ts';
import { storeMessage } from './stored.ts';

const PATIENCE_MS = 20_000;

export const HANDED_OVER: SendResult = { result: 'handed_over', ref: refOf('A1', true), ack: 0 };
export const AGAIN: SendResult = { result: 'again', code: 'unknown', detail: 'timeout', failures: 0 };

/** The lane of a stored session whose sends are scripted, and what became of them. */
export interface LaneScene {
  readonly lane: Lane;
  readonly queue: Queue<SendJob>;
  readonly files: ScriptedFiles;
  readonly metrics: ReturnType<typeof testMetrics>;
  /** The text or caption of each try that needs no file or has one, in order. */
  readonly tries: string[];
  /** The texts whose way is over, in order. */
  readonly settled: string[];
  /** The outcome of a try; by default WhatsApp's client takes everything. */
  script: (text: string, brought: Brought | undefined) => Promise<SendResult> | SendResult;
  /** How long a text has to wait; by default not at all. */
  pace: (text: string) => number;
  /** How a command ends, which is among the tries by its id; by default well. */
  carryOut: (id: string) => Carried;
  /** Accepts texts as the API does. */
  accept(...texts: string[]): Promise<MessageRecord[]>;
  /** Stores messages whose job is gone. */
  acceptJobless(...texts: string[]): Promise<MessageRecord[]>;
  untilSettled(count: number): Promise<void>;
  close(): Promise<void>;
}

export function createLaneScene(queues: WorkerQueues, fence: Fence, lease: Lease = heldLease): LaneScene {
  const { sessionId } = fence;
  const { redis } = queues;
  const files = createScriptedFiles();
  const metrics = testMetrics();
  const queue = new Queue<SendJob>(laneName(sessionId), queueOptions(redis), queues.shared);
  const scene: LaneScene = {
    queue,
    files,
    metrics,
    tries: [],
    settled: [],
    script: () => HANDED_OVER,
    pace: () => 0,
    carryOut: () => 'over',
    lane: createLane({
      queues,
      fence,
      lease,
      logger: silentLogger,
      pacing: {
        ask: async (id) => {
          const record = await loadMessage(redis, sessionId, id);
          return record === undefined ? 0 : scene.pace(textOf(record.content));
        },
      },
      carryOut: async (id) => {
        scene.tries.push(id);
        return scene.carryOut(id);
      },
      files,
      metrics: metrics.metrics,
      send: async ({ content }, brought) => {
        if (isMedia(content) && brought === undefined) return { result: 'file_needed', failures: 0 };
        scene.tries.push(textOf(content));
        return scene.script(textOf(content), brought);
      },
      settled: async ({ id, content }, { result }) => {
        if (result !== 'skipped') {
          await advanceMessage(redis, sessionId, id, result === 'failed' ? 'failed' : 'sent', {}, Date.now());
        }
        scene.settled.push(textOf(content));
      },
    }),
    async accept(...texts) {
      const records = await scene.acceptJobless(...texts);
      for (const { id } of records) await addSendJob(queue, { messageId: id });
      return records;
    },
    async acceptJobless(...texts) {
      const records: MessageRecord[] = [];
      for (const text of texts) records.push(await storeMessage(redis, sessionId, text));
      return records;
    },
    async untilSettled(number) {
      await until(`the end of ${number} messages`, PATIENCE_MS, () => scene.settled.length >= number);
    },
    async close() {
      await scene.lane.close(0);
      await queue.close();
    },
  };
  return scene;
}

function textOf(content: MessageContent): string {
  if (content.type === 'text') return content.text;
  if (isMedia(content)) return content.caption ?? '';
  throw new Error(`a lane scene knows only texts and files, not ${content.type}`);
}

/** `text 1` and so on. */
export const texts = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `text ${from + index}`);
