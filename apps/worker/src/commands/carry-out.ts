import { setTimeout as sleep } from 'node:timers/promises';
import { commandDefinition } from '@wagw/shared/commands/catalogue';
import {
  type CommandError,
  type CommandOutcome,
  type CommandRecord,
  finishCommand,
  loadCommand,
  noteProgress,
  startCommand,
} from '@wagw/shared/commands/command-store';
import { ForeignCommandError } from '@wagw/shared/commands/stored-command';
import { replaceContacts } from '@wagw/shared/contacts/contact-cache';
import type { Fence } from '@wagw/shared/events/event-log';
import { knownMessageIds } from '@wagw/shared/messages/known-ids';
import type { Logger } from '@wagw/shared/observability/logger';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { ActionError, type EngineActions } from '../engine/actions.ts';
import type { Lease } from '../lease/lease.ts';
import type { WorkerMetrics } from '../metrics.ts';
import { type Means, perform } from './perform.ts';

/**
 * - `over`: its outcome is written down, or it needs none any more.
 * - `again`: certainly nothing was done; it can be tried again.
 * - `fenced`: it is the next owner's.
 */
export type Carried = 'over' | 'again' | 'fenced';

export interface CarryOutParts {
  readonly redis: Redis;
  readonly fence: Fence;
  readonly lease: Lease;
  readonly logger: Logger;
  readonly metrics: Pick<WorkerMetrics, 'commands' | 'commandSeconds'>;
  readonly numbers: Means['numbers'];
  readonly received: Means['received'];
  /** What the connection can do; undefined when there is none. */
  readonly actions: () => EngineActions | undefined;
}

/** Carries one command out and writes down what came of it. */
export type CarryOut = (commandId: string) => Promise<Carried>;

export function createCarryOut(parts: CarryOutParts): CarryOut {
  const { redis, fence, lease, logger, metrics } = parts;
  const { sessionId } = fence;

  return async (commandId) => {
    const record = await readCommand(commandId);
    if (record === undefined) return 'over';
    if (record instanceof ForeignCommandError) return refuse(commandId, record);
    const actions = parts.actions();
    if (actions === undefined || !lease.holds()) return 'again';
    const start = await startCommand(redis, fence, record, Date.now());
    if (start !== 'begun') return start === 'fenced' ? 'fenced' : 'over';
    // Time may have stood still for this process since; one that may be done once only is then in doubt.
    if (!lease.holds()) return 'again';

    const startedAt = performance.now();
    const outcome = await attempt(record, actions);
    const ms = performance.now() - startedAt;
    const code = 'error' in outcome ? outcome.error.code : 'done';
    metrics.commands.inc({ command: record.command, outcome: code });
    metrics.commandSeconds.observe({ command: record.command }, ms / 1000);
    logger.info(
      {
        command: record.command,
        id: record.id,
        outcome: code,
        ...('error' in outcome ? { detail: outcome.error.detail } : {}),
        ms: Math.round(ms),
      },
      'command',
    );
    // It waits for its turn anyway; and its outcome must not be taken for one of which nobody knows.
    const { order, once } = commandDefinition(record.command);
    if (code === 'not_ready' && order === 'with-sends' && once !== true) return 'again';
    return finish(record.id, outcome);
  };

  function readCommand(id: string): Promise<CommandRecord | ForeignCommandError | undefined> {
    return loadCommand(redis, sessionId, id).catch((error: unknown) => {
      if (error instanceof ForeignCommandError) return error;
      throw error;
    });
  }

  /** Whoever asked is told at once. What an earlier owner, who could read it, has begun may have happened. */
  function refuse(id: string, error: ForeignCommandError): Promise<Carried> {
    const code = error.status === 'queued' ? 'version_mismatch' : 'unknown';
    metrics.commands.inc({ command: 'foreign', outcome: code });
    logger.warn({ id, outcome: code, detail: error.message }, 'command');
    return finish(id, { error: { code, detail: error.message } });
  }

  async function finish(id: string, outcome: CommandOutcome): Promise<Carried> {
    const finished = await finishCommand(redis, fence, id, outcome, Date.now());
    return finished === 'fenced' ? 'fenced' : 'over';
  }

  async function attempt(record: CommandRecord, actions: EngineActions): Promise<CommandOutcome> {
    const { timeoutMs } = commandDefinition(record.command);
    const means: Means = {
      actions,
      numbers: parts.numbers,
      received: parts.received,
      knownIds: (whatsappIds) => knownMessageIds(redis, sessionId, whatsappIds),
      replaceContacts: (contacts) =>
        replaceContacts(redis, fence, contacts, Date.now(), (done) =>
          noteProgress(redis, sessionId, record.id, done, contacts.length),
        ),
    };
    try {
      return { result: await withinTime(perform(record.command, record.input, means), timeoutMs) };
    } catch (error) {
      return { error: describe(error) };
    }
  }
}

async function withinTime<T>(task: Promise<T>, timeoutMs: number): Promise<T> {
  const timer = new AbortController();
  const late = sleep(timeoutMs, undefined, { signal: timer.signal }).then(() => {
    throw new ActionError('unknown', `There was no answer within ${timeoutMs} ms; it may still happen.`);
  });
  // Whichever comes second is of no interest any more.
  late.catch(() => undefined);
  task.catch(() => undefined);
  try {
    return await Promise.race([task, late]);
  } finally {
    timer.abort();
  }
}

function describe(error: unknown): CommandError {
  if (error instanceof ActionError) return { code: error.code, detail: error.message };
  if (error instanceof z.ZodError) {
    return {
      code: 'unknown',
      detail: `What was answered has a form that is not known here: ${z.prettifyError(error)}`,
    };
  }
  return { code: 'unknown', detail: error instanceof Error ? error.message : String(error) };
}
