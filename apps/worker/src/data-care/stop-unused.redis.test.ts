import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { keys } from '@wagw/shared/redis/keys';
import { readSession, wishSession } from '@wagw/shared/sessions/session-store';
import { startSession } from '../testing/data-scene.ts';
import { redisForSuite } from '../testing/for-suite.ts';
import { type HostScene, startHostScene, untilReadyWith } from '../testing/host-scene.ts';
import { stopUnusedSessions } from './stop-unused.ts';

const PATIENCE_MS = 20_000;
const DAY_MS = 86_400_000;
const LONG_AGO = Date.now() - 40 * DAY_MS;
const SINCE = Date.now() - 30 * DAY_MS;
const never = () => false;

let host: HostScene;
const history: string[] = [];
// Before the Redis that it uses.
afterAll(() => host.close());
const server = redisForSuite();
beforeAll(async () => {
  host = await startHostScene(server.url, { id: 'w1', history });
});

const makeOld = (id: string, ...fields: string[]) =>
  server.client.hset(
    keys.session(id),
    Object.fromEntries(['createdAt', ...fields].map((field) => [field, LONG_AGO])),
  );
const stopUnused = () => stopUnusedSessions(server.client, SINCE, never);

test('a session that nobody uses is stopped with a reason and keeps its login; starting it again is using it', async () => {
  for (const id of ['old', 'used', 'new']) await startSession(server.client, host, id, 'acme');
  await makeOld('old', 'lastActivityAt');
  await makeOld('used');
  await server.client.hset(keys.session('used'), 'lastActivityAt', Date.now());

  expect(await stopUnused()).toBe(1);
  await until(
    'its end',
    PATIENCE_MS,
    async () => (await readSession(server.client, 'old'))?.code === 'unused',
  );
  expect(history.filter((line) => line.includes('ended'))).toEqual(['w1 ended old']);
  expect(await readSession(server.client, 'old')).toMatchObject({
    desired: 'stopped',
    account: { phone: '5511912345678' },
  });

  await wishSession(server.client, 'old', { desired: 'running' });
  await untilReadyWith(() => readSession(server.client, 'old'), 'w1');
  expect(await stopUnused()).toBe(0);
  await wishSession(server.client, 'old', { desired: 'stopped' });
  await until(
    'its end',
    PATIENCE_MS,
    async () => (await readSession(server.client, 'old'))?.code === 'stopped',
  );
});
