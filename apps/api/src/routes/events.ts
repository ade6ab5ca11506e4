import { ApiError, PROBLEM_CONTENT_TYPE, toProblem } from '@wagw/shared/errors/problem';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Caller } from '../access/caller.ts';
import { tenantFor } from '../access/tenant-for.ts';
import type { App, AppParts } from '../app.ts';
import {
  allEventsQuery,
  eventPageSchema,
  indexCursor,
  seqCursor,
  sessionEventsQuery,
} from '../events/event-query.ts';
import { type BackwardFeed, EventsExpired, type Feed, type FeedPage } from '../events/feed.ts';
import { createGlobalFeed } from '../events/global-feed.ts';
import { createSessionFeed } from '../events/session-feed.ts';
import { createSharedReads } from '../events/shared-reads.ts';
import { sinceLink } from '../events/since-link.ts';
import { createSseReaders } from '../events/sse-readers.ts';
import { createTail } from '../events/tail.ts';
import { whileAllowed } from '../events/while-allowed.ts';
import { sessionOf } from '../sessions/session-of.ts';
import { sessionParams } from './params.ts';

const tags = ['Events'];

const response = { 200: eventPageSchema };
// A HEAD that asks for a stream would get one.
const exposeHeadRoute = false;

interface Wish {
  readonly after?: string | undefined;
  /** Backwards from there; from the end without a cursor. */
  readonly before?: { readonly cursor: string | undefined } | undefined;
  readonly limit: number;
}

/** The event log by pages, or as a stream for those who accept `text/event-stream`: of one session, and of all. */
export async function eventRoutes(app: App, { redis, metrics, logger, sse }: AppParts): Promise<void> {
  const reads = createSharedReads();
  const tail = createTail(redis, logger);
  const readers = createSseReaders({ settings: sse, tail, metrics, logger });
  app.addHook('preClose', async () => {
    await readers.close();
    await tail.close();
  });

  app.get(
    '/sessions/:id/events',
    {
      exposeHeadRoute,
      config: { scope: 'read', tokens: ['connect', 'events'] },
      schema: {
        tags,
        operationId: 'listSessionEvents',
        summary: 'Read or follow the events of a session',
        description: 'With `Accept: text/event-stream` it is a stream of what happens, otherwise a page.',
        params: sessionParams,
        querystring: sessionEventsQuery,
        response,
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await sessionOf(redis, id);
      const { event, ...wish } = request.query;
      const events = eventsFor(request.caller, event);
      const feed = createSessionFeed(redis, reads, id, { events });
      const past = request.caller.token?.past;
      return answer(request, reply, past === undefined ? feed : await sinceLink(feed, past), wish, seqCursor);
    },
  );

  app.get(
    '/events',
    {
      exposeHeadRoute,
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'listEvents',
        summary: 'Read or follow the events of all sessions',
        description: 'With `Accept: text/event-stream` it is a stream of what happens, otherwise a page.',
        querystring: allEventsQuery,
        response,
      },
    },
    async (request, reply) => {
      const { event: events, sessionId, tenantId: wanted, ...wish } = request.query;
      const tenantId = tenantFor(request.caller, wanted);
      const feed = createGlobalFeed(redis, reads, { events, sessionId, tenantId });
      return answer(request, reply, feed, wish, indexCursor);
    },
  );

  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    feed: Feed & BackwardFeed,
    wish: Wish,
    cursor: z.ZodType<string>,
  ): Promise<FastifyReply> {
    const isStream = request.headers.accept?.includes('text/event-stream') === true;
    if (wish.before !== undefined) {
      mustAllowBefore(wish, isStream);
      return sendPage(reply, await feed.readBack(wish.before.cursor, wish.limit));
    }
    try {
      if (!isStream)
        return sendPage(reply, await feed.read(await startOf(feed, wish.after, 'oldest'), wish.limit));
      const from = await startOf(feed, lastEventId(request, cursor) ?? wish.after, 'newest');
      // Whoever cannot go on from there hears so before the stream begins.
      await feed.read(from, 1);
      if (readers.isFull()) throw new ApiError('too_many_readers');
      const isAllowed = () => app.isStillKnown(request);
      // Fastify sends none of its headers with an answer that is taken over.
      reply.raw.setHeaders(new Map(Object.entries(reply.getHeaders()) as [string, string][]));
      readers.open(whileAllowed(feed, isAllowed, sse.accessCheckMs), from, reply.hijack().raw);
      return reply;
    } catch (error) {
      if (error instanceof EventsExpired) return sendExpired(request, reply, error.first);
      throw error;
    }
  }
}

/** @throws ApiError when what is asked for cannot be read backwards */
function mustAllowBefore({ after }: Wish, isStream: boolean): void {
  const message = isStream
    ? 'is not for streams'
    : after === undefined
      ? undefined
      : 'does not go with after';
  if (message !== undefined) {
    throw new ApiError('invalid_request', undefined, [{ path: '/querystring/before', message }]);
  }
}

/** What a token may be told of what was asked for. */
function eventsFor({ token }: Caller, wanted: ReadonlySet<string> | undefined) {
  const allowed = token?.events;
  if (allowed === undefined || wanted === undefined) return wanted ?? allowed;
  return new Set([...wanted].filter((event) => allowed.has(event)));
}

async function startOf(
  feed: Feed,
  after: string | undefined,
  byDefault: 'oldest' | 'newest',
): Promise<string> {
  if (after !== undefined && after !== 'oldest') return after;
  return feed[after ?? byDefault]();
}

/** What a stream that broke off was told last. It counts more than `after`, which stays in the URL when it reconnects. */
function lastEventId(request: FastifyRequest, cursor: z.ZodType<string>): string | undefined {
  const given = request.headers['last-event-id'];
  if (given === undefined || given === '') return undefined;
  const parsed = cursor.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new ApiError('invalid_request', 'Last-Event-ID is not a cursor of this list.');
}

/** Events go out as the bytes that the log has. */
function sendPage(reply: FastifyReply, { events, missing, next, hasMore }: FeedPage): FastifyReply {
  const items = events.map(({ json }) => json).join(',');
  const rest = JSON.stringify({ missing, nextCursor: next, hasMore }).slice(1);
  return reply
    .type('application/json; charset=utf-8')
    .serializer((text: unknown) => String(text))
    .send(`{"items":[${items}],${rest}`);
}

function sendExpired(request: FastifyRequest, reply: FastifyReply, first: string): FastifyReply {
  const problem = toProblem(
    new ApiError('events_expired', `The log keeps what came since ${first}.`),
    request.id,
  );
  request.problemCode = problem.code;
  return reply
    .code(problem.status)
    .header('content-type', PROBLEM_CONTENT_TYPE)
    .serializer(JSON.stringify)
    .send({ ...problem, first });
}
