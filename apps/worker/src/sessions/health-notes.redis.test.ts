import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import type { Fence } from '@wagw/shared/events/event-log';
import { keys } from '@wagw/shared/redis/keys';
import { readSession } from '@wagw/shared/sessions/session-store';
import { silentLogger } from '../testing/parts.ts';
import { storeFresh } from '../testing/stored.ts';
import { createHealthNotes, type HealthNote, type HealthNotes } from './health-notes.ts';

const PATIENCE_MS = 20_000;
const SOON_MS = 200;

let server: TemporaryRedis;
let notes: HealthNotes;
let fence: Fence;
beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());
beforeEach(async () => {
  notes = createHealthNotes(server.client, silentLogger, SOON_MS);
  fence = await storeFresh(server.client);
});

const note = (failures: number, heartbeatAt?: number): HealthNote => ({
  health: { failures, isAlerted: false, recoveries: 0, memoryBytes: null },
  ...(heartbeatAt === undefined ? {} : { heartbeatAt }),
});
const read = async ({ sessionId }: Fence) => {
  const record = await readSession(server.client, sessionId);
  return [record?.health.failures, record?.heartbeatAt];
};
const scripts = async () =>
  Number(/cmdstat_evalsha:calls=(\d+)/.exec(await server.client.info('commandstats'))?.[1] ?? 0);

test('a note of a check that failed leaves the last heartbeat', async () => {
  await notes.write(fence, note(0, 111));
  await notes.write(fence, note(1));
  expect(await read(fence)).toEqual([1, 111]);
});

test('nothing is written of a session that is another one’s, alone or among others', async () => {
  const [lost, kept] = [fence, await storeFresh(server.client)];
  await server.client.hset(keys.session(lost.sessionId), 'epoch', '8');
  await notes.write(lost, note(3, 111));
  notes.writeSoon(lost, note(3, 111));
  notes.writeSoon(kept, note(0, 222));
  await until('the note of the other', PATIENCE_MS, async () => (await read(kept))[1] === 222);
  expect(await read(lost)).toEqual([0, undefined]);
});

test('what can wait is written together, the last of each session; what is news is not undone by it', async () => {
  const [first, second] = [fence, await storeFresh(server.client)];
  notes.writeSoon(first, note(0, 111));
  notes.writeSoon(second, note(0, 222));
  await notes.write(first, note(2));
  const before = await scripts();
  notes.writeSoon(second, note(0, 333));
  await until('the second', PATIENCE_MS, async () => (await read(second))[1] === 333);
  expect(await read(first)).toEqual([2, undefined]);
  expect((await scripts()) - before).toBe(1);
});
