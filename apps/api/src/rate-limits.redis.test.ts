import { kill } from 'node:process';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { problemSchema } from '@wagw/shared/errors/problem';
import { COUNT_MS } from './rate-limits/limiter.ts';
import { KEY, type RunningApi, startApi } from './testing/running-api.ts';

let api: RunningApi;

beforeAll(async () => {
  api = await startApi();
});

afterAll(() => api.close());

beforeEach(async () => {
  await api.redisServer.client.flushall();
});

/** A busy machine is not a Redis that stands still. */
const LOOSE = { perKey: 0, perAddress: 0, wrongKeys: 0, countMs: 10_000 };

/** A process of the api with these limits. */
async function withProcess(
  limits: Partial<typeof LOOSE>,
  use: (url: string) => Promise<void>,
  trustProxy: readonly string[] = ['loopback'],
): Promise<void> {
  const { baseUrl, close } = await api.startAnother({ rateLimits: { ...LOOSE, ...limits }, trustProxy });
  try {
    await use(baseUrl);
  } finally {
    await close();
  }
}

const withTwoProcesses = (
  limits: Partial<typeof LOOSE>,
  use: (first: string, second: string) => Promise<void>,
): Promise<void> => withProcess(limits, (first) => withProcess(limits, (second) => use(first, second)));

interface Asking {
  readonly key?: string;
  readonly from?: string;
  readonly path?: string;
}

async function ask(url: string, { key = KEY, from = '203.0.113.1', path = '/api/v1/sessions' }: Asking = {}) {
  const response = await fetch(url + path, { headers: { 'x-gateway-key': key, 'x-forwarded-for': from } });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}

async function statuses(times: number, once: () => Promise<{ status: number }>): Promise<number[]> {
  const seen: number[] = [];
  while (seen.length < times) seen.push((await once()).status);
  return seen;
}

describe('a key', () => {
  test('has one quota in all processes, and is told what is left of it', async () => {
    await withTwoProcesses({ perKey: 3 }, async (first, second) => {
      const one = await ask(first);
      expect(one.headers.get('ratelimit-policy')).toBe('"key";q=3;w=60');
      expect(one.headers.get('ratelimit')).toMatch(/^"key";r=2;t=(60|[1-5]\d)$/);
      expect((await ask(second)).headers.get('ratelimit')).toMatch(/r=1;/);
      expect(await statuses(4, () => ask(second))).toEqual([200, 429, 429, 429]);

      const refused = await ask(first);
      const problem = problemSchema.parse(JSON.parse(refused.text));
      expect([refused.status, problem.code, problem.retryable]).toEqual([429, 'rate_limited', true]);
      expect(refused.headers.get('content-type')).toBe('application/problem+json');
      expect(refused.headers.get('ratelimit')).toMatch(/r=0;/);
      const wait = Number(refused.headers.get('retry-after'));
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(60);
    });
  });

  test('has it whatever address it comes from, and health and metrics take nothing of it', async () => {
    await withProcess({ perKey: 2 }, async (url) => {
      for (const path of ['/health', '/health/live', '/metrics', '/metrics']) {
        const answer = await ask(url, { path });
        expect([path, answer.status, answer.headers.get('ratelimit')]).toEqual([path, 200, null]);
      }
      let last = 0;
      expect(await statuses(3, () => ask(url, { from: `203.0.113.${++last}` }))).toEqual([200, 200, 429]);
      expect((await ask(url, { path: '/metrics' })).status).toBe(200);
    });
  });
});

describe('an address', () => {
  test('has one quota for everything that comes from it, right keys or wrong', async () => {
    await withTwoProcesses({ perKey: 10, perAddress: 3 }, async (first, second) => {
      const one = await ask(first);
      expect(one.headers.get('ratelimit-policy')).toBe('"address";q=3;w=60, "key";q=10;w=60');
      expect(one.headers.get('ratelimit')).toMatch(/^"address";r=2;t=\d+, "key";r=9;t=\d+$/);
      expect((await ask(second, { key: 'wrong' })).status).toBe(401);
      expect(await statuses(2, () => ask(second, { path: '/openapi.json' }))).toEqual([200, 429]);
      expect((await ask(first)).status).toBe(429);
      expect((await ask(first, { from: '203.0.113.2' })).status).toBe(200);
      expect((await ask(first, { path: '/health' })).status).toBe(200);
    });
  });

  test('is the one of the connection unless a trusted proxy says another', async () => {
    await withProcess(
      { perAddress: 2 },
      async (url) => {
        let last = 0;
        expect(await statuses(3, () => ask(url, { from: `203.0.113.${++last}` }))).toEqual([200, 200, 429]);
      },
      [],
    );
  });
});

describe('after many wrong keys', () => {
  const wrong = { key: 'wrong' };

  test('a right one is not told from them', async () => {
    await withTwoProcesses({ wrongKeys: 3 }, async (first, second) => {
      expect(await statuses(2, () => ask(first, wrong))).toEqual([401, 401]);
      expect(await statuses(3, () => ask(second, wrong))).toEqual([401, 429, 429]);
      const [right, another] = [await ask(first), await ask(first, wrong)];
      expect([right.status, another.status]).toEqual([429, 429]);
      const code = ({ text }: { text: string }) => problemSchema.parse(JSON.parse(text)).code;
      expect([code(right), code(another)]).toEqual(['rate_limited', 'rate_limited']);
      expect((await ask(first, { from: '203.0.113.9' })).status).toBe(200);
    });
  });

  test('nothing is done for a right one either', async () => {
    await withProcess({ wrongKeys: 1 }, async (url) => {
      expect((await ask(url, wrong)).status).toBe(401);
      const response = await fetch(`${url}/api/v1/sessions`, {
        method: 'POST',
        headers: {
          'x-gateway-key': KEY,
          'x-forwarded-for': '203.0.113.1',
          'content-type': 'application/json',
        },
        body: JSON.stringify({ id: 'guessed' }),
      });
      await response.text();
      expect(response.status).toBe(429);
      expect((await api.call('GET', '/api/v1/sessions/guessed')).status).toBe(404);
    });
  });

  test('who was known at the address before goes on', async () => {
    await withProcess({ wrongKeys: 3 }, async (url) => {
      expect((await ask(url)).status).toBe(200);
      await statuses(5, () => ask(url, wrong));
      expect(await statuses(2, () => ask(url))).toEqual([200, 200]);
    });
  });
});

test('while Redis stands still each process counts alone, and nobody waits for the counting', async () => {
  await withProcess({ perKey: 5, perAddress: 5, wrongKeys: 5, countMs: COUNT_MS }, async (url) => {
    const pid = Number(api.redisServer.pid);
    kill(pid, 'SIGSTOP');
    try {
      const began = performance.now();
      // Needs Redis for nothing but the counting.
      const path = '/no/such/route';
      expect(await statuses(6, () => ask(url, { path }))).toEqual([404, 404, 404, 404, 404, 429]);
      // Far from the two seconds in which a command is given up; a busy machine may take its time.
      expect((performance.now() - began) / 6).toBeLessThan(1_000);
    } finally {
      kill(pid, 'SIGCONT');
    }
  });
});
