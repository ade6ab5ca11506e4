import { type Contact, listContacts } from '@wagw/shared/contacts/contact-cache';
import type { Mentions } from '@wagw/shared/data-care/contact-names';
import { readEvents } from '@wagw/shared/events/event-log';
import { loadReceivedMedia } from '@wagw/shared/media/received-media';
import { type AnyMessage, viewMessage } from '@wagw/shared/messages/message-record';
import { loadAnyMessage } from '@wagw/shared/messages/message-store';
import { everyPage } from '@wagw/shared/redis/every-id';
import { keys } from '@wagw/shared/redis/keys';
import { loadSession, viewSession } from '@wagw/shared/sessions/session-store';
import { listEndpointIds, readEndpoints } from '@wagw/shared/webhooks/endpoint-store';
import { viewEndpoint } from '@wagw/shared/webhooks/view-endpoint';
import type { Redis } from 'ioredis';

/**
 * All that is stored of a tenant, or of a contact of its, as lines of JSON. Read page by page as fast as somebody takes it, so it
 * never takes more memory than a page.
 */

const PAGE = 200;

export interface ExportSubject {
  readonly tenantId: string;
  readonly sessionIds: readonly string[];
  /** Only what names this contact; undefined for everything. */
  readonly contact: { readonly id: string; readonly names: Mentions } | undefined;
}

type Line = { readonly kind: string } & Record<string, unknown>;

/** The lines, each with its line break. The last one says that it is whole, and how many of each kind there were. */
export async function* exportLines(
  redis: Redis,
  subject: ExportSubject,
  now: number,
): AsyncGenerator<string> {
  const counts: Record<string, number> = {};
  const { tenantId, contact } = subject;
  yield toLine({
    kind: 'export',
    version: 1,
    tenantId,
    contact: contact?.id ?? null,
    exportedAt: new Date(now).toISOString(),
  });
  for await (const line of contentOf(redis, subject)) {
    const text = toLine(line);
    counts[line.kind] = (counts[line.kind] ?? 0) + 1;
    yield text;
  }
  yield toLine({ kind: 'end', counts });
}

const toLine = (line: Line): string => `${JSON.stringify(line)}\n`;

async function* contentOf(
  redis: Redis,
  { tenantId, sessionIds, contact }: ExportSubject,
): AsyncGenerator<Line> {
  const isMeant = (part: unknown) => contact === undefined || contact.names(JSON.stringify(part));
  if (contact === undefined) yield* webhooksOf(redis, tenantId, new Set(sessionIds));
  for (const sessionId of sessionIds) {
    const session = await loadSession(redis, sessionId);
    if (contact === undefined && session !== undefined) {
      yield { kind: 'session', session: viewSession(session) };
    }
    for await (const found of contactsOf(redis, sessionId)) {
      if (isMeant(found)) yield { kind: 'contact', sessionId, contact: found };
    }
    for await (const message of messagesOf(redis, sessionId)) {
      const view = viewMessage(message);
      if (isMeant(view)) yield { kind: 'message', message: view, file: await fileOf(redis, message) };
    }
    for await (const event of eventsOf(redis, sessionId)) if (isMeant(event)) yield { kind: 'event', event };
  }
}

async function* webhooksOf(
  redis: Redis,
  tenantId: string,
  sessionIds: ReadonlySet<string>,
): AsyncGenerator<Line> {
  for await (const ids of everyPage(redis, listEndpointIds)) {
    for (const endpoint of await readEndpoints(redis, ids)) {
      if (endpoint.tenantId !== tenantId && !sessionIds.has(endpoint.sessionId ?? '')) continue;
      const { headers, ...webhook } = await viewEndpoint(redis, endpoint);
      // What stands in a header may be a key.
      yield { kind: 'webhook', webhook: { ...webhook, headers: Object.keys(headers) } };
    }
  }
}

async function* contactsOf(redis: Redis, sessionId: string): AsyncGenerator<Contact> {
  for (let after = ''; ; ) {
    const contacts = await listContacts(redis, sessionId, after, PAGE);
    yield* contacts;
    const last = contacts.at(-1);
    if (last === undefined || contacts.length < PAGE) return;
    after = last.id;
  }
}

/** The oldest first; what waits for its time stands in a list of its own too. */
async function* messagesOf(redis: Redis, sessionId: string): AsyncGenerator<AnyMessage> {
  for (let after = '-inf'; ; ) {
    const flat = await redis.zrangebyscore(
      keys.messages(sessionId),
      after,
      '+inf',
      'WITHSCORES',
      'LIMIT',
      0,
      PAGE,
    );
    yield* recordsOf(
      redis,
      sessionId,
      flat.filter((_, at) => at % 2 === 0),
    );
    const last = flat.at(-1);
    if (last === undefined || flat.length < 2 * PAGE) break;
    after = `(${last}`;
  }
  const scheduled = await redis.zrange(keys.scheduledOf(sessionId), 0, '-1');
  for (let from = 0; from < scheduled.length; from += PAGE) {
    const ids = scheduled.slice(from, from + PAGE);
    const places = await redis.zmscore(keys.messages(sessionId), ...ids);
    yield* recordsOf(
      redis,
      sessionId,
      ids.filter((_, at) => places[at] === null),
    );
  }
}

async function* recordsOf(
  redis: Redis,
  sessionId: string,
  ids: readonly string[],
): AsyncGenerator<AnyMessage> {
  const records = await Promise.all(ids.map((id) => loadAnyMessage(redis, sessionId, id)));
  for (const record of records) if (record !== undefined) yield record;
}

/** Where the file of a message that came in can be had. */
async function fileOf(redis: Redis, { sessionId, whatsappRef }: AnyMessage): Promise<string | null> {
  if (whatsappRef === undefined) return null;
  const media = await loadReceivedMedia(redis, sessionId, whatsappRef);
  if (media?.state !== 'ready') return null;
  return `/api/v1/sessions/${sessionId}/messages/${encodeURIComponent(whatsappRef)}/media`;
}

async function* eventsOf(redis: Redis, sessionId: string): AsyncGenerator<unknown> {
  for (let after = 0; ; ) {
    const events = await readEvents(redis, sessionId, after, PAGE);
    for (const { json } of events) yield JSON.parse(json);
    const last = events.at(-1);
    if (last === undefined || events.length < PAGE) return;
    after = last.seq;
  }
}
