import type { RunningApi } from '@wagw/api/testing/running-api';
import { type Random, seeded } from '../chaos/random.ts';
import { anyValue, type Kind, marked, type Operation, parametersOf, readOperations } from './operations.ts';
import { createTenants, leaksIn, type Tenants } from './tenants.ts';

/**
 * Five tenants ask for everything that the api's document offers, with ids of their own, of each other, and that nobody has. No answer may
 * hold anything of another tenant, another's id is answered as one that nobody has, and nothing of another's changes.
 */

const TENANTS = ['acme', 'bolt', 'casa', 'dune', 'eden'] as const;
const AT_ONCE = 8;
/** The share of requests with an Idempotency-Key that are sent twice. */
const REPEATED = 0.5;
/** The share of sessions that are to be made under an id which somebody has. */
const TAKEN = 0.3;

/** What these answer for an id that is taken, they cannot for one that is free: they would take it. */
const TAKES_AN_ID = new Set(['createSession', 'startSession', 'ensureSession']);

/** They wait for a phone or a worker, which nobody has: of those that begin to, each is asked but once. */
const WAITS = new Set(['startConnection', 'endConnection', 'testTenantWebhook', 'requestPairingCode']);

export interface Report {
  readonly operations: number;
  /** Answers of success, by whose the id in the path was. */
  readonly succeeded: { readonly own: number; readonly none: number };
  /** Requests about what belongs to another. */
  readonly foreign: number;
  /** The operations that were tried at least once. */
  readonly tried: ReadonlySet<string>;
  /** What should not be, in words. */
  readonly faults: readonly string[];
}

interface Asked {
  readonly operation: Operation;
  readonly tenant: string;
  readonly path: string;
  readonly body: object | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

interface Answered {
  readonly status: number;
  readonly text: string;
}

export async function runIsolation(api: RunningApi, count: number, seed: number): Promise<Report> {
  const random = seeded(seed);
  const tenants = createTenants(TENANTS);
  const keys = new Map<string, Key>();
  for (const tenant of TENANTS) keys.set(tenant, await makeKey(api, tenant, tenants));
  const operations = readOperations((await api.call('GET', '/openapi.json')).body);
  const faults: string[] = [];
  const tried = new Set<string>();
  // Its wait would end with 504.
  const waited = new Set(['requestPairingCode']);
  let succeededOwn = 0;
  let succeededNone = 0;
  let foreign = 0;

  async function send({ operation, tenant, path, body, headers }: Asked): Promise<Answered> {
    const response = await api.fetch(path, {
      method: operation.method,
      headers: {
        ...headers,
        'x-gateway-key': keys.get(tenant)?.key ?? '',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const told = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
    return { status: response.status, text: `${told}\n\n${await response.text()}` };
  }

  async function one(): Promise<void> {
    const tenant = random.pick(TENANTS) ?? TENANTS[0];
    const operation = random.pick(operations);
    if (operation === undefined) return;
    const { asked, target } = compose(operation, tenant, tenants, random);
    // It would shut itself out.
    if (target.id === keys.get(tenant)?.id) return;
    const waits = WAITS.has(operation.id) && target.whose !== 'foreign';
    if (waits && waited.has(operation.id)) return;
    if (waits) waited.add(operation.id);
    const answer = await send(asked);
    const answers = [answer];
    // A repetition is carried out again, or answered from what was kept.
    if ('idempotency-key' in asked.headers && random.next() < REPEATED) answers.push(await send(asked));
    if (waits && answer.status >= 400) waited.delete(operation.id);
    tried.add(operation.id);
    const request = `${asked.path} ${JSON.stringify(asked.body ?? '')}`;
    for (const leak of answers.flatMap(({ text }) => leaksIn(text, request, tenant, tenants))) {
      faults.push(`${tenant} was shown ${leak} by ${operation.method} ${asked.path}`);
    }
    const { id: named } = (asked.body ?? {}) as { id?: string };
    const isTaken = named !== undefined && (tenants.ownerOf(named) ?? tenant) !== tenant;
    if (isTaken && answers.some(({ status }) => status < 400)) {
      faults.push(`${tenant} was given the id ${named} of another by ${operation.method} ${asked.path}`);
    }
    if (answer.status >= 500) faults.push(`${operation.method} ${asked.path}: ${answer.text}`);
    if (target.whose === 'foreign') {
      foreign += 1;
      if (!TAKES_AN_ID.has(operation.id)) await compareWithNobodys(asked, target.id, answer);
      else if (answer.status < 400) faults.push(`${tenant} did ${operation.method} ${asked.path}`);
    } else if (answer.status < 400) {
      if (target.whose === 'own') succeededOwn += 1;
      else succeededNone += 1;
      learn(tenant, operation, target.id, answer.text);
    }
  }

  /** The same request about what nobody has must be answered in the same way. */
  async function compareWithNobodys(asked: Asked, id: string, answer: Answered): Promise<void> {
    const unknown = likeIt(id, random);
    const twin = await send({ ...asked, path: asked.path.replace(id, unknown) });
    const [here, there] = [plain(answer.text, id), plain(twin.text, unknown)];
    if (answer.status !== twin.status || here !== there) {
      faults.push(
        `${asked.operation.method} ${asked.path} tells another's from nobody's:\n${answer.status} ${here}\n${twin.status} ${there}`,
      );
    }
  }

  function learn(tenant: string, operation: Operation, id: string | undefined, text: string): void {
    const removed = REMOVES[operation.id];
    if (removed !== undefined && id !== undefined) tenants.forget(removed, id);
    const made = MAKES[operation.id];
    const body = parsed(text.slice(text.indexOf('\n\n') + 2));
    if (made !== undefined && typeof body?.id === 'string') tenants.own(tenant, made, body.id);
    for (const item of Array.isArray(body?.items) ? body.items : []) {
      const kind = LISTS[operation.id];
      if (kind !== undefined && typeof item?.id === 'string') tenants.own(tenant, kind, item.id);
    }
  }

  let left = count;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left > 0) {
        left -= 1;
        await one();
      }
    }),
  );
  faults.push(...(await whatIsGone(api, tenants)));
  return { operations: count, succeeded: { own: succeededOwn, none: succeededNone }, foreign, tried, faults };
}

const MAKES: Readonly<Record<string, Kind>> = {
  createSession: 'session',
  ensureSession: 'session',
  createWebhook: 'webhook',
  createKey: 'key',
  testWebhook: 'delivery',
  sendMessage: 'message',
  sendBulk: 'batch',
};
const LISTS: Readonly<Record<string, Kind>> = {
  listSessions: 'session',
  listWebhooks: 'webhook',
  listMessages: 'message',
  listDeliveries: 'delivery',
};
const REMOVES: Readonly<Record<string, Kind>> = { deleteWebhook: 'webhook', deleteKey: 'key' };

/** Of 20 requests with an id in their path, so many are about one's own, another's, and nobody's. */
const SHARES = { own: 11, foreign: 7 };

type Target = { readonly whose: 'own' | 'foreign' | 'none'; readonly id: string };

function compose(operation: Operation, tenant: string, tenants: Tenants, random: Random) {
  const [first, ...others] = parametersOf(operation.path);
  const draw = random.between(0, 20);
  const stranger = random.pick(tenants.names.filter((name) => name !== tenant)) ?? '';
  const whose = draw < SHARES.own ? tenant : stranger;
  const known = first === undefined ? undefined : tenants.pick(whose, first.kind, random);
  const isNobodys = known === undefined || draw > SHARES.own + SHARES.foreign;
  const target: Target = isNobodys
    ? { whose: 'none', id: first === undefined ? '' : nobodys(first.name, first.kind, random) }
    : { whose: whose === tenant ? 'own' : 'foreign', id: known };
  let path = operation.path.replace(`{${first?.name}}`, encodeURIComponent(target.id));
  for (const { name, kind } of others) {
    const owner = random.next() < 0.7 ? whose : tenant;
    path = path.replace(
      `{${name}}`,
      encodeURIComponent(tenants.pick(owner, kind, random) ?? anyValue(name, random)),
    );
  }
  const example = random.pick(operation.examples);
  const body =
    example === undefined ? undefined : withIds(marked(example, tenants.markOf(tenant)), tenants, random);
  // Not about another's: a key that was used before is refused as such, whoever is meant.
  const headers: Record<string, string> =
    operation.method === 'POST' && target.whose !== 'foreign' && random.next() < 0.2
      ? { 'idempotency-key': `key-${Math.floor(random.between(0, 20))}` }
      : {};
  return { asked: { operation, tenant, path, body, headers }, target };
}

/** Sessions are made under new ids and under ids that somebody has; now and then a tenant is named. */
function withIds(body: object, tenants: Tenants, random: Random): object {
  const { id, tenantId, ...rest } = body as { id?: string; tenantId?: string };
  return {
    ...rest,
    ...(id === undefined ? {} : { id: newOrTaken(tenants, random) }),
    ...(tenantId !== undefined && random.next() < 0.5 ? { tenantId: random.pick(tenants.names) } : {}),
    ...(id === undefined ? {} : { start: false }),
  };
}

function newOrTaken(tenants: Tenants, random: Random): string {
  const known = tenants.pick(random.pick(tenants.names) ?? '', 'session', random);
  return known !== undefined && random.next() < TAKEN ? known : likeIt(EXAMPLES.session, random);
}

const nobodys = (name: string, kind: Kind, random: Random): string =>
  kind === 'other' ? anyValue(name, random) : likeIt(EXAMPLES[kind], random);

const EXAMPLES: Readonly<Record<Exclude<Kind, 'other'>, string>> = {
  session: 'session-0000000000',
  webhook: 'whk_AAAAAAAAAAAAAAAAAAAAAAAA',
  key: '000000000000',
  delivery: 'dlv_AAAAAAAAAAAAAAAAAAAAAAAA',
  message: 'msg_AAAAAAAAAAAAAAAAAAAAAAAA',
  batch: 'bat_AAAAAAAAAAAAAAAAAAAAAAAA',
};

/** An id of the same form that nobody has. */
const likeIt = (id: string, random: Random): string =>
  id.slice(0, -10) +
  Array.from({ length: 10 }, () => '0123456789abcdef'[Math.floor(random.between(0, 16))]).join('');

/** Without what differs between any two answers. */
const plain = (text: string, id: string): string =>
  text
    .replaceAll(id, '…')
    .replace(/"instance":"[^"]*"/, '')
    .replace(/^(date|ratelimit|x-request-id|content-length)[^\n]*\n/gim, '');

function parsed(text: string): { id?: unknown; items?: { id?: unknown }[] } | undefined {
  try {
    return JSON.parse(text) as { id?: unknown };
  } catch {
    return undefined;
  }
}

interface Key {
  readonly id: string;
  readonly key: string;
}

async function makeKey(api: RunningApi, tenantId: string, tenants: Tenants): Promise<Key> {
  const { body } = await api.call('POST', '/api/v1/keys', { body: { tenantId, scopes: ['admin'] } });
  const key = { id: String(body.id), key: String(body.key) };
  tenants.own(tenantId, 'key', key.id);
  return key;
}

/** Whatever its owner has not removed is there still, as its owner left it. */
async function whatIsGone(api: RunningApi, tenants: Tenants): Promise<string[]> {
  const gone: string[] = [];
  for (const [kind, path] of [
    ['session', 'sessions'],
    ['webhook', 'webhooks'],
    ['key', 'keys'],
  ] as const) {
    for (const [tenant, id] of tenants.all(kind)) {
      const { status, body } = await api.call('GET', `/api/v1/${path}/${id}`);
      if (status !== 200 || body.tenantId !== tenant) gone.push(`the ${kind} ${id} of ${tenant} is gone`);
      const strange = leaksIn(JSON.stringify(body), '', tenant, tenants);
      if (strange.length > 0) gone.push(`the ${kind} ${id} of ${tenant} has ${strange.join()}`);
    }
  }
  return gone;
}
