import type { Redis } from 'ioredis';
import type { Fence } from '../events/event-log.ts';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import {
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type CommandStatus,
  type CommandView,
  commandDefinition,
} from './catalogue.ts';
import { readCommand } from './stored-command.ts';

/**
 * What was asked of a session's connection, and what came of it. The API creates a command and waits; the session's owner
 * starts and finishes it, both fenced. One that nobody begins in time fails by itself.
 */

/** One command as it is stored. Times are unix milliseconds. */
export interface CommandRecord<N extends CommandName = CommandName> {
  readonly id: string;
  readonly sessionId: string;
  readonly command: N;
  readonly input: CommandInput<N>;
  readonly status: CommandStatus;
  readonly result: unknown;
  readonly error: CommandError | undefined;
  readonly progress: { readonly done: number; readonly total: number } | undefined;
  readonly createdAt: number;
  /** Nobody begins it after this. */
  readonly beginBy: number;
  readonly startedAt: number | undefined;
  readonly finishedAt: number | undefined;
}

export interface CommandError {
  /** An engine's `ActionErrorCode`, `expired`, or `version_mismatch`: it could not be read, and was not done. */
  readonly code: string;
  readonly detail: string;
}

export type CommandOutcome<N extends CommandName = CommandName> =
  | { readonly result: CommandOutput<N> }
  | { readonly error: CommandError };

/** What waits behind sends may wait for long; anything else is asked by somebody who looks on. */
const BEGIN_WITHIN_MS = { 'with-sends': 24 * 3_600_000, free: 120_000 } as const;
/** For how long the outcome can be read. */
const KEPT_MS = 3_600_000;
/** A command that runs for much longer than its time has lost its worker. */
const OVERDUE_MS = 60_000;

/** What an owner could not read was not done, and may be asked again, of an owner that can. */
const create = defineScript(`
  local error = redis.call('HGET', KEYS[1], 'error')
  if error and cjson.decode(error).code == 'version_mismatch' then redis.call('DEL', KEYS[1]) end
  if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
  redis.call('HSET', KEYS[1], unpack(ARGV, 2))
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  return 1
`);

/** Stores a command. Returns false when it was there already, so that a repeated request adds nothing. */
export async function createCommand<N extends CommandName>(
  redis: Redis,
  { id, sessionId, command, input }: Pick<CommandRecord<N>, 'id' | 'sessionId' | 'command' | 'input'>,
  now: number,
): Promise<boolean> {
  const { order, timeoutMs } = commandDefinition(command);
  const beginWithin = BEGIN_WITHIN_MS[order];
  const fields: Record<string, string> = {
    id,
    sessionId,
    command,
    input: JSON.stringify(input),
    status: 'queued',
    createdAt: String(now),
    beginBy: String(now + beginWithin),
  };
  const created = await create.run(
    redis,
    [keys.command(sessionId, id)],
    [beginWithin + timeoutMs + KEPT_MS, ...Object.entries(fields).flat()],
  );
  return created === 1;
}

/**
 * The command, or undefined when there is none.
 * @throws ForeignCommandError when another version of the gateway wrote it in a form that this one does not know
 */
export async function loadCommand(
  redis: Redis,
  sessionId: string,
  id: string,
): Promise<CommandRecord | undefined> {
  return readCommand(await redis.hgetall(keys.command(sessionId, id)));
}

const IS_OWNER = `
  local session = redis.call('HMGET', KEYS[1], 'owner', 'epoch')
  if session[1] ~= ARGV[1] or session[2] ~= ARGV[2] then return 'fenced' end
`;

const start = defineScript(`${IS_OWNER}
  local now = tonumber(ARGV[3])
  local status, beginBy = unpack(redis.call('HMGET', KEYS[2], 'status', 'beginBy'))
  if status == 'running' then
    redis.call('HSET', KEYS[2], 'startedAt', now)
    return 'again'
  end
  if status ~= 'queued' then return 'settled' end
  if now > tonumber(beginBy) then return 'expired' end
  redis.call('HSET', KEYS[2], 'status', 'running', 'startedAt', now)
  return 'begun'
`);

/**
 * - `begun`: carry it out and finish it. Also for one that an earlier owner began, unless repeating it does harm; such a one
 *   is finished here as `unknown`.
 * - `settled`: there is nothing to do, it is finished, too late or gone.
 * - `fenced`: the session belongs to someone else.
 */
export type CommandStart = 'begun' | 'settled' | 'fenced';

export async function startCommand(
  redis: Redis,
  fence: Fence,
  command: Pick<CommandRecord, 'id' | 'command'>,
  now: number,
): Promise<CommandStart> {
  const { sessionId, owner, epoch } = fence;
  const reply = await start.run(
    redis,
    [keys.session(sessionId), keys.command(sessionId, command.id)],
    [owner, epoch, now],
  );
  switch (reply) {
    case 'begun':
    case 'fenced':
      return reply;
    case 'again':
      if (commandDefinition(command.command).once !== true) return 'begun';
      return afterFinishing(await finishCommand(redis, fence, command.id, { error: INTERRUPTED }, now));
    case 'expired':
      return afterFinishing(await finishCommand(redis, fence, command.id, { error: EXPIRED }, now));
    default:
      return 'settled';
  }
}

const afterFinishing = (finished: CommandFinish): CommandStart =>
  finished === 'fenced' ? 'fenced' : 'settled';

const INTERRUPTED: CommandError = {
  code: 'unknown',
  detail: 'It was interrupted, and nobody knows whether it happened.',
};
const EXPIRED: CommandError = {
  code: 'expired',
  detail: 'The session was not connected in time; nothing was done.',
};

const finish = defineScript(`${IS_OWNER}
  local status = redis.call('HGET', KEYS[2], 'status')
  if status ~= 'queued' and status ~= 'running' then return 'settled' end
  redis.call('HSET', KEYS[2], unpack(ARGV, 4))
  redis.call('PEXPIRE', KEYS[2], ARGV[3])
  return 'finished'
`);

export type CommandFinish = 'finished' | 'settled' | 'fenced';

/** Writes the outcome down; only the owner can, and only once. */
export async function finishCommand(
  redis: Redis,
  { sessionId, owner, epoch }: Fence,
  id: string,
  outcome: CommandOutcome,
  now: number,
): Promise<CommandFinish> {
  const fields: Record<string, string> = {
    finishedAt: String(now),
    ...('error' in outcome
      ? { status: 'failed', error: JSON.stringify(outcome.error) }
      : { status: 'done', result: JSON.stringify(outcome.result) }),
  };
  const reply = await finish.run(
    redis,
    [keys.session(sessionId), keys.command(sessionId, id)],
    [owner, epoch, KEPT_MS, ...Object.entries(fields).flat()],
  );
  return reply === 'finished' || reply === 'fenced' ? reply : 'settled';
}

const progress = defineScript(`
  if redis.call('HGET', KEYS[1], 'status') ~= 'running' then return 0 end
  redis.call('HSET', KEYS[1], 'progress', ARGV[1])
  return 1
`);

/** Tells how far a long one is; does nothing when it is finished. */
export async function noteProgress(
  redis: Redis,
  sessionId: string,
  id: string,
  done: number,
  total: number,
): Promise<void> {
  await progress.run(redis, [keys.command(sessionId, id)], [JSON.stringify({ done, total })]);
}

/** The command as it is: one that nobody began, or whose worker is long gone, has failed although nobody wrote it down. */
export function asOf(record: CommandRecord, now: number): CommandRecord {
  const failed = (error: CommandError): CommandRecord => ({ ...record, status: 'failed', error });
  if (record.status === 'queued' && now > record.beginBy) return failed(EXPIRED);
  const { timeoutMs } = commandDefinition(record.command);
  const isOverdue =
    record.status === 'running' &&
    record.startedAt !== undefined &&
    now > record.startedAt + timeoutMs + OVERDUE_MS;
  return isOverdue ? failed(INTERRUPTED) : record;
}

/** The command as the API shows it. */
export function viewCommand(record: CommandRecord): CommandView {
  return {
    id: record.id,
    sessionId: record.sessionId,
    command: record.command,
    status: record.status,
    result: record.result ?? null,
    error: record.error ?? null,
    progress: record.progress ?? null,
    createdAt: new Date(record.createdAt).toISOString(),
    finishedAt: record.finishedAt === undefined ? null : new Date(record.finishedAt).toISOString(),
  };
}
