import createClient, { type Client } from 'openapi-fetch';
import { GatewayError, type ProblemCode } from './gateway-error.ts';
import type { Command, paths } from './schema.ts';
import type { CallOptions, Transport } from './transport.ts';

/** Every route, typed: `api.GET('/api/v1/sessions/{id}', { params: { path: { id } } })`. Errors are thrown, never returned. */
export type Api = Client<paths>;

export function createApi(transport: Transport): Api {
  return createClient<paths>({
    baseUrl: transport.baseUrl,
    fetch: (request) => transport.call(request),
  });
}

/** What the calls of a session or message share. */
export interface Gateway {
  readonly api: Api;
  readonly transport: Transport;
}

/** May wait for the outcome. */
export interface WaitOptions extends CallOptions {
  /** Seconds, at most 60. */
  readonly wait?: number | undefined;
}

/** What `options` mean for a call of `Api`. */
export function initOf({ transport }: Gateway, { signal, idempotencyKey, retry, wait }: WaitOptions = {}) {
  return {
    headers: {
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      ...(wait === undefined ? {} : { prefer: `wait=${wait}` }),
    },
    ...(signal === undefined ? {} : { signal }),
    ...(retry === undefined ? {} : { fetch: (request: Request) => transport.call(request, retry) }),
  };
}

/** What was answered. Errors have been thrown by then. */
export async function dataOf<T>(call: Promise<{ data?: T; response: Response }>): Promise<T> {
  const { data, response } = await call;
  if (data === undefined) throw new GatewayError(response.status, {});
  return data;
}

/** The longest that the gateway waits in one request. */
export const LONGEST_WAIT_S = 60;

/**
 * The outcome of what a session's connection is asked: of an answer that is a command which goes on (202), its result once it is done.
 * @throws GatewayError with the code of the command's error
 */
export async function outcomeOf<T>(
  gateway: Gateway,
  session: string,
  call: Promise<{ data?: T | Command; response: Response }>,
  options: CallOptions = {},
): Promise<Exclude<T, Command>> {
  const { data, response } = await call;
  if (response.status !== 202) return data as Exclude<T, Command>;
  const { signal, retry } = options;
  for (let command = data as Command; ; ) {
    if (command.status === 'done') return command.result as Exclude<T, Command>;
    if (command.error !== null) throw failureOf(command.error);
    const params = { path: { id: session, commandId: command.id } };
    const init = initOf(gateway, { signal, retry, wait: LONGEST_WAIT_S });
    command = await dataOf(
      gateway.api.GET('/api/v1/sessions/{id}/commands/{commandId}', { params, ...init }),
    );
  }
}

const CONFLICT = 409;

function failureOf({ code, detail }: NonNullable<Command['error']>): GatewayError {
  const title = 'The command has failed.';
  return new GatewayError(CONFLICT, { code: code as ProblemCode, title, detail, retryable: false });
}

/** Every item of a list that comes by pages. */
export async function* itemsOf<T>(
  read: (cursor: string | undefined) => Promise<{ items: T[]; nextCursor: string | null }>,
): AsyncGenerator<T, void, undefined> {
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    yield* page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
