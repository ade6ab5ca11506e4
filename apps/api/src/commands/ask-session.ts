import {
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type CommandView,
  commandDefinition,
} from '@wagw/shared/commands/catalogue';
import { asOf, type CommandRecord, createCommand, loadCommand } from '@wagw/shared/commands/command-store';
import { ForeignCommandError } from '@wagw/shared/commands/stored-command';
import { ApiError } from '@wagw/shared/errors/problem';
import { derivedId } from '@wagw/shared/messages/message-id';
import type { Lanes } from '@wagw/shared/queue/queues';
import { STATE_CODES } from '@wagw/shared/sessions/session-state';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { waitOf, watch } from '../plugins/waiting.ts';
import { sessionOf } from '../sessions/session-of.ts';
import { answerOf, type CommandAnswer, failureOf, foreignFailure, showCommand } from './answers.ts';

export interface AskParts {
  readonly redis: Redis;
  readonly lanes: Lanes;
}

/** For reads, so that a plain GET usually has its answer. */
const READ_WAIT_MS = 5_000;

/** What is asked of a session's connection. */
export interface Question<N extends CommandName> {
  readonly command: N;
  readonly input: CommandInput<N>;
}

/** What was found in time: the result, or the command that goes on. */
export type Reply<N extends CommandName> =
  | { readonly isDone: true; readonly result: CommandOutput<N> }
  | { readonly isDone: false; readonly record: CommandRecord };

/**
 * Asks the connection of a session and waits for at most `waitMs`.
 * @param index tells the questions of one request apart
 * @throws ApiError when the session is not connected, or what was asked has failed
 */
export async function askSession<N extends CommandName>(
  { redis, lanes }: AskParts,
  request: FastifyRequest,
  { command, input }: Question<N>,
  waitMs: number,
  index = 0,
): Promise<Reply<N>> {
  const { sessionId } = request;
  const id = derivedId('cmd', request.seed, index);
  if (!request.isRepeat) await mustBeReady(redis, sessionId);
  await createCommand(redis, { id, sessionId, command, input }, Date.now());
  await lanes.addCommand(sessionId, { commandId: id }, commandDefinition(command).order);
  const record = await watchCommand(redis, sessionId, id, waitMs, request.server.closing);
  if (record.status === 'failed') throw failureOf(record.error);
  if (record.status !== 'done') return { isDone: false, record };
  return { isDone: true, result: record.result as CommandOutput<N> };
}

/** Asks, and answers 200 as `ANSWERS` says, or 202 with the command that goes on and where to look for it. */
export async function answerBySession<N extends CommandName>(
  parts: AskParts,
  request: FastifyRequest,
  reply: FastifyReply,
  question: Question<N>,
): Promise<CommandAnswer<N> | CommandView> {
  return answerWith(parts, request, reply, question, (result) => answerOf({ ...question, result }));
}

/** As `answerBySession`, for a result that only allows the answer: `show` makes it. */
export async function answerWith<N extends CommandName, T>(
  parts: AskParts,
  request: FastifyRequest,
  reply: FastifyReply,
  question: Question<N>,
  show: (result: CommandOutput<N>) => T | Promise<T>,
): Promise<T | CommandView> {
  const waitMs = waitOf(request, reply, request.method === 'GET' ? READ_WAIT_MS : 0);
  const answer = await askSession(parts, request, question, waitMs);
  if (answer.isDone) return show(answer.result);
  const { sessionId, id } = answer.record;
  void reply.code(202).header('location', `/api/v1/sessions/${sessionId}/commands/${id}`);
  return showCommand(answer.record);
}

/**
 * The command as it is when it has ended, or after `waitMs`.
 * @param signal ends the wait early
 * @throws ApiError when there is none, or only another version of the gateway can read it
 */
export function watchCommand(
  redis: Redis,
  sessionId: string,
  id: string,
  waitMs: number,
  signal: AbortSignal,
): Promise<CommandRecord> {
  return watch(
    () => commandOf(redis, sessionId, id),
    ({ status }) => status === 'done' || status === 'failed',
    waitMs,
    signal,
  );
}

async function commandOf(redis: Redis, sessionId: string, id: string): Promise<CommandRecord> {
  const record = await loadCommand(redis, sessionId, id).catch((error: unknown) => {
    throw error instanceof ForeignCommandError ? foreignFailure(error) : error;
  });
  if (record === undefined) throw new ApiError('command_not_found');
  return asOf(record, Date.now());
}

async function mustBeReady(redis: Redis, sessionId: string): Promise<void> {
  const session = await sessionOf(redis, sessionId);
  if (session.code === 'logged_out') throw new ApiError('session_logged_out');
  const { state, sentence } = STATE_CODES[session.code];
  if (state !== 'ready') throw new ApiError('session_not_ready', `The session is ${state}. ${sentence}`);
}
