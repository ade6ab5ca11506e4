import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { createDueWork, type DueOutcome, type DueWork } from './due-work.ts';
import { redisForSuite } from './testing/for-suite.ts';
import { gate } from './testing/gate.ts';
import { silentLogger } from './testing/parts.ts';

const PATIENCE_MS = 10_000;

const server = redisForSuite();
let count = 0;
let key: string;
let done: string[];
const opened: DueWork[] = [];
beforeEach(() => {
  count += 1;
  key = `due-${count}`;
  done = [];
});
afterEach(async () => {
  for (const work of opened.splice(0)) await work.close(0);
});

function start(work: (member: string) => Promise<DueOutcome> | DueOutcome, atOnce = 1): DueWork {
  const created = createDueWork({
    redis: server.client,
    key,
    atOnce,
    logger: silentLogger,
    work: async (member) => {
      done.push(member);
      return work(member);
    },
  });
  opened.push(created);
  return created;
}

const left = () => server.client.zrange(key, 0, '-1');
const untilEmpty = () => until('an empty list', PATIENCE_MS, async () => (await left()).length === 0);

test('what an earlier process has left is done, in the order in which it is due', async () => {
  const now = Date.now();
  await server.client.zadd(key, now - 1, 'second', now - 2, 'first', now + 400, 'third');
  await start(() => 'done').open();
  await untilEmpty();
  expect(done).toEqual(['first', 'second', 'third']);
  expect(Date.now()).toBeGreaterThanOrEqual(now + 400);
});

test('what is added is done when it is due, and what is there already keeps its time', async () => {
  const work = start(() => 'done');
  await work.open();
  const now = Date.now();
  await work.add('later', now + 400);
  await work.add('soon', now);
  await work.add('later', now);
  await untilEmpty();
  expect(done).toEqual(['soon', 'later']);
  expect(Date.now()).toBeGreaterThanOrEqual(now + 400);
});

test('what fails comes again at its own time', async () => {
  let tries = 0;
  const begun = Date.now();
  const work = start(() => {
    tries += 1;
    return tries < 3 ? { againAt: Date.now() + 100 } : 'done';
  });
  await work.open();
  await work.add('one', begun);
  await untilEmpty();
  expect([done.length, Date.now() - begun >= 200]).toEqual([3, true]);
});

test('what breaks stays on the list and does not hold up the rest', async () => {
  const work = start((member) => {
    if (member === 'broken') throw new Error('nobody foresaw this');
    return 'done';
  });
  await work.add('broken', 1);
  await work.add('fine', 2);
  await work.open();
  await until('the fine one', PATIENCE_MS, async () => (await left()).length === 1);
  expect([done, await left()]).toEqual([['broken', 'fine'], ['broken']]);
});

test('what belongs to somebody else ends the work and leaves the list to him', async () => {
  const work = start(() => 'stop');
  await work.add('one', 1);
  await work.open();
  await until('a try', PATIENCE_MS, () => done.length > 0);
  await work.close(PATIENCE_MS);
  expect([done, await left()]).toEqual([['one'], ['one']]);
});

test('closing waits for what is under way and begins nothing more', async () => {
  const { opened: released, open: release } = gate();
  const work = start(async (): Promise<DueOutcome> => {
    await released;
    return 'done';
  });
  await work.add('one', 1);
  await work.add('two', 2);
  await work.open();
  await until('a try', PATIENCE_MS, () => done.length > 0);
  const closing = work.close(PATIENCE_MS);
  release();
  await closing;
  expect([done, await left()]).toEqual([['one'], ['two']]);
});

test('no more than some are under way at a time', async () => {
  const { opened, open: release } = gate();
  let underWay = 0;
  let most = 0;
  const work = start(async (): Promise<DueOutcome> => {
    underWay += 1;
    most = Math.max(most, underWay);
    await opened;
    underWay -= 1;
    return 'done';
  }, 2);
  for (let i = 0; i < 6; i += 1) await work.add(`${i}`, 1);
  await work.open();
  await until('two at a time', PATIENCE_MS, () => underWay === 2);
  release();
  await untilEmpty();
  expect([most, done.length]).toEqual([2, 6]);
});
