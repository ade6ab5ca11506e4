import type { ErrorKind } from '@wagw/shared/errors/error-kind';
import { ERRORS } from '@wagw/shared/errors/error-table';
import {
  ApiError,
  type FieldError,
  PROBLEM_CONTENT_TYPE,
  type Problem,
  toProblem,
} from '@wagw/shared/errors/problem';
import { RedisAwayError } from '@wagw/shared/redis/connect';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';

/** Turns every failure into problem details; what is not meant for the caller stays in the log. */
export const errorAnswers = plugin(async (app) => {
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) => answer(new ApiError('route_not_found'), request, reply));
});

/** Also for what fails before a route is found, which Fastify tells nobody else. */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const apiError = toApiError(error);
  if (apiError.code === 'internal_error') request.log.error({ err: error }, 'request failed');
  return answer(apiError, request, reply);
}

function answer(apiError: ApiError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.serializer(String).send(problemText(apiError, request, reply));
}

/** The body of the answer to a failure; what goes with it is set at the reply. */
export function problemText(apiError: ApiError, request: FastifyRequest, reply: FastifyReply): string {
  const own = toProblem(apiError, request.id);
  const problem = { ...own, ...request.routeOptions.config?.problemMembers?.(own, request) };
  if (problem.status === 503) void reply.header('retry-after', String(retryAfterOf(ERRORS[apiError.code])));
  request.problemCode = apiError.code;
  // Nobody reads what is left of a body that was refused, so nothing more can come over this connection.
  if (!request.raw.complete) void reply.header('connection', 'close');
  void reply.code(problem.status).header('content-type', PROBLEM_CONTENT_TYPE);
  return JSON.stringify(problem);
}

const retryAfterOf = ({ retryAfterS = 1 }: ErrorKind): number => retryAfterS;

/** Fastify's own errors, by their code. */
const FROM_FASTIFY: Record<string, (error: FastifyError) => ApiError> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new ApiError('body_too_large'),
  FST_ERR_HANDLER_TIMEOUT: () => new ApiError('request_timeout'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new ApiError('unsupported_media_type'),
};

function toApiError(error: FastifyError): ApiError {
  if (error instanceof ApiError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    return new ApiError(
      'invalid_request',
      undefined,
      error.validation.flatMap(toFieldErrors(error.validationContext)),
    );
  }
  const known = FROM_FASTIFY[error.code];
  if (known !== undefined) return known(error);
  if (isRedisAway(error)) return new ApiError('storage_unavailable');
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new ApiError('invalid_request', sentence(error.message));
  }
  return new ApiError('internal_error');
}

type Issue = { instancePath: string; message?: string; params: Record<string, unknown> };

/** `/` is the whole body. */
const joined = (path: string, field: string) => `${path === '/' ? '' : path}/${field}`;

/** Unknown fields are named one by one, so that a typing error is seen at once. */
function toFieldErrors(context: string | undefined) {
  const place = context === undefined || context === 'body' ? '' : `/${context}`;
  return (issue: Issue): FieldError[] => {
    const path = `${place}${issue.instancePath}`;
    const unknown = issue.params.keys;
    if (Array.isArray(unknown)) {
      return unknown.map((field) => ({ path: joined(path, String(field)), message: 'is not a known field' }));
    }
    return [{ path: path || '/', message: issue.message ?? 'is not valid' }];
  };
}

const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`);

/** Our own word for it, and the ways in which ioredis says that a command did not reach Redis. */
function isRedisAway(error: Error): boolean {
  return (
    error instanceof RedisAwayError ||
    error.name === 'MaxRetriesPerRequestError' ||
    /Connection is closed|Stream isn't writeable|Command timed out|ECONNREFUSED|ECONNRESET|LOADING/.test(
      error.message,
    )
  );
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The code of the problem that was answered, for the log line. */
    problemCode?: string;
  }
  interface FastifyContextConfig {
    /**
     * What stands in the problem details of this route beside their own members, for callers that look for errors elsewhere. A `status`
     * among it is answered in place of ours.
     */
    problemMembers?: (
      problem: Problem,
      request: FastifyRequest,
    ) => Readonly<Record<string, unknown>> & { readonly status?: number };
  }
}
