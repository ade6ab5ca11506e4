import type { CommandName, CommandOutput } from '@wagw/shared/commands/catalogue';
import { ApiError } from '@wagw/shared/errors/problem';
import type { FastifyRequest } from 'fastify';
import { type AskParts, askSession, type Question } from '../../commands/ask-session.ts';

/** Evolution answers when WhatsApp has; there is no asking again later. */
const WAIT_MS = 30_000;

/**
 * Asks the connection of the session in the path, and waits for what comes of it.
 * @param index tells the questions of one request apart
 * @throws ApiError also when it takes too long; it may happen still
 */
export async function ask<N extends CommandName>(
  parts: AskParts,
  request: FastifyRequest,
  question: Question<N>,
  index = 0,
): Promise<CommandOutput<N>> {
  const reply = await askSession(parts, request, question, WAIT_MS, index);
  if (!reply.isDone) throw new ApiError('outcome_unknown');
  return reply.result;
}
