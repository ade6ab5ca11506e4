import type { CommandName, CommandOutput } from '@wagw/shared/commands/catalogue';
import {
  type CommandOutcome,
  type CommandRecord,
  finishCommand,
  loadCommand,
  startCommand,
} from '@wagw/shared/commands/command-store';
import { commandQueueName, laneName, queueOptions } from '@wagw/shared/queue/queues';
import { type Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';

/** Plays the worker that owns a session: answers commands by a script, in their queue and in the lane. */
export interface CommandPlayer {
  /** What was asked, in order. */
  readonly asked: { command: CommandName; input: unknown }[];
  close(): Promise<void>;
}

export type CommandScript = (record: CommandRecord) => CommandOutcome | Promise<CommandOutcome>;

/** The outcome that a worker of another version writes down, in a form that is not ours. */
export const foreignOutcome = (result: unknown): CommandOutcome => ({
  result: result as CommandOutput<CommandName>,
});

/** As `RunningApi.connected` makes the owner. */
const OWNER = { owner: 'w1', epoch: 1 };

export function playCommands(redis: Redis, sessionId: string, script: CommandScript): CommandPlayer {
  const asked: CommandPlayer['asked'] = [];
  const fence = { sessionId, ...OWNER };

  async function carryOut(job: Job<{ commandId?: string }>): Promise<void> {
    const record = await loadCommand(redis, sessionId, job.data.commandId ?? '');
    if (record === undefined || (await startCommand(redis, fence, record, Date.now())) !== 'begun') return;
    asked.push({ command: record.command, input: record.input });
    await finishCommand(redis, fence, record.id, await script(record), Date.now());
  }

  const workers = [commandQueueName(sessionId), laneName(sessionId)].map(
    (name) => new Worker(name, carryOut, queueOptions(redis)),
  );
  for (const worker of workers) worker.on('error', () => undefined);
  return {
    asked,
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}
