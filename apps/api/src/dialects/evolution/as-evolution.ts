import { STATUS_CODES } from 'node:http';
import type { ErrorCode } from '@wagw/shared/errors/error-table';
import type { Problem } from '@wagw/shared/errors/problem';
import type { FastifyRequest } from 'fastify';

/**
 * Errors as Evolution answers them, `{status, error, response: {message}}`, beside the fields of problem details (source: evolution-api
 * v2, src/main.ts, src/exceptions, src/api/guards).
 */

/** It knows no others: what is in the way is a bad request there, and a name that is taken is forbidden. */
const STATUSES: Readonly<Record<number, number>> = { 409: 400, 410: 404, 422: 400 };
const OF_CODES: { readonly [C in ErrorCode]?: number } = { session_exists: 403 };

export function asEvolution(problem: Problem, request: FastifyRequest) {
  const status = OF_CODES[problem.code] ?? STATUSES[problem.status] ?? problem.status;
  return {
    status,
    error: STATUS_CODES[status] ?? 'Error',
    response: { message: messageOf(problem, request) },
  };
}

function messageOf({ code, detail, errors }: Problem, request: FastifyRequest): unknown {
  const name = JSON.stringify(instanceIn(request));
  switch (code) {
    case 'unauthorized':
      return 'Unauthorized';
    case 'session_exists':
      return [`This name ${name} is already in use.`];
    case 'session_not_found':
      return [`The ${name} instance does not exist`];
    case 'session_not_ready':
    case 'session_logged_out':
      return [`The ${name} instance is not connected`];
    case 'unknown_recipient':
      return [{ exists: false, ...recipientIn(request) }];
    case 'route_not_found':
      return [`Cannot ${request.method} ${request.url}`];
    case 'invalid_request':
      // The list of what is wrong is the first of the list of messages there.
      return errors === undefined ? [detail] : [errors.map(({ path, message }) => inWords(path, message))];
    default:
      return [detail];
  }
}

const inWords = (path: string, message: string): string =>
  `${path.replace(/^\//, '').replaceAll('/', '.')} ${message}`.trim();

type Fields = Readonly<Record<string, unknown>>;

function instanceIn({ params, query, body }: FastifyRequest): string {
  const places = [params, query, body] as (Fields | null | undefined)[];
  const name = places.map((place) => place?.instanceName).find((each) => each !== undefined);
  return String(name ?? '');
}

function recipientIn({ body }: FastifyRequest): { jid: string; number: string } {
  const number = String((body as Fields | null | undefined)?.number ?? '');
  const jid = number.includes('@') ? number : `${number.replace(/\D/g, '')}@s.whatsapp.net`;
  return { jid, number };
}
