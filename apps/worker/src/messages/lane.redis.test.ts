import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { advanceMessage } from '@wagw/shared/messages/message-store';
import { addSendJob } from '@wagw/shared/queue/queues';
import type { Queue } from 'bullmq';
import { gate } from '../testing/gate.ts';
import { AGAIN, createLaneScene, HANDED_OVER, type LaneScene, texts } from '../testing/lane-scene.ts';
import { heldLease } from '../testing/parts.ts';
import { queuesForSuite } from '../testing/queues-for-suite.ts';
import { storeOwned } from '../testing/stored.ts';

const PATIENCE_MS = 20_000;

const suite = queuesForSuite();

const scenes: LaneScene[] = [];
let count = 0;

async function createScene(sessionId = `session-${count}`, lease = heldLease): Promise<LaneScene> {
  const fence = { sessionId, owner: 'me', epoch: 7 };
  await storeOwned(suite.redis, fence);
  const scene = createLaneScene(suite.queues, fence, lease);
  scenes.push(scene);
  return scene;
}

let scene: LaneScene;
beforeEach(async () => {
  count += 1;
  scene = await createScene();
});
afterEach(async () => {
  for (const created of scenes.splice(0)) await created.close();
});

test('messages go out one at a time, in the order of acceptance', async () => {
  let underWay = 0;
  let most = 0;
  scene.script = async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise(setImmediate);
    underWay -= 1;
    return HANDED_OVER;
  };
  await scene.accept(...texts(1, 20));
  await scene.lane.open();
  await scene.accept(...texts(21, 40));
  await scene.untilSettled(40);
  expect(scene.tries).toEqual(texts(1, 40));
  expect(most).toBe(1);
});

test('nothing overtakes a message that is tried again, whichever and however often', async () => {
  const faults = new Map([
    ['text 1', 1],
    ['text 3', 1],
    ['text 4', 1],
  ]);
  scene.script = (text) => {
    const left = faults.get(text) ?? 0;
    faults.set(text, left - 1);
    return left > 0 ? AGAIN : HANDED_OVER;
  };
  await scene.accept(...texts(1, 5));
  await scene.lane.open();
  await scene.untilSettled(5);
  expect(scene.settled).toEqual(texts(1, 5));
  expect(scene.tries).toEqual([
    'text 1',
    'text 1',
    'text 2',
    'text 3',
    'text 3',
    'text 4',
    'text 4',
    'text 5',
  ]);
});

test('an exception while sending loses and reorders nothing', async () => {
  let broken = false;
  scene.script = (text) => {
    if (text !== 'text 2' || broken) return HANDED_OVER;
    broken = true;
    throw new Error('an error that nobody foresaw');
  };
  await scene.accept(...texts(1, 4));
  await scene.lane.open();
  await scene.untilSettled(4);
  expect(scene.tries).toEqual(['text 1', 'text 2', 'text 2', 'text 3', 'text 4']);
});

test('a message that fails for good, or was settled before, lets the next one pass', async () => {
  scene.script = (text) => {
    if (text === 'text 1') return { result: 'failed', code: 'rejected', detail: 'no' };
    if (text === 'text 2') return { result: 'skipped', because: 'settled' };
    return HANDED_OVER;
  };
  await scene.accept(...texts(1, 3));
  await scene.lane.open();
  await scene.untilSettled(3);
  expect(scene.tries).toEqual(texts(1, 3));
  expect(await scene.queue.getJobCounts('wait', 'active', 'delayed', 'failed', 'completed')).toEqual({
    wait: 0,
    active: 0,
    delayed: 0,
    failed: 0,
    completed: 0,
  });
});

test('the job of a message that is gone is dropped', async () => {
  await addSendJob(scene.queue, { messageId: 'msg_gone' });
  await scene.accept('text 1');
  await scene.lane.open();
  await scene.untilSettled(1);
  expect(scene.tries).toEqual(['text 1']);
});

describe('opening puts back what earlier owners left', () => {
  test('open messages without a job go before what waits, in their order', async () => {
    await scene.acceptJobless(...texts(1, 5));
    await scene.accept(...texts(6, 8));
    await scene.lane.open();
    await scene.untilSettled(8);
    expect(scene.tries).toEqual(texts(1, 8));
  });

  test('also when an owner before has put them at the tail and died then', async () => {
    const [first] = await scene.acceptJobless('text 1');
    if (first === undefined) throw new Error('nothing was stored');
    await scene.accept(...texts(2, 4));
    await addSendJob(scene.queue, { messageId: first.id });
    await scene.lane.open();
    await scene.untilSettled(4);
    expect(scene.tries).toEqual(texts(1, 4));
  });

  test('settled ones are not sent again', async () => {
    const [first] = await scene.acceptJobless('text 1', 'text 2');
    if (first === undefined) throw new Error('nothing was stored');
    await advanceMessage(suite.redis, first.sessionId, first.id, 'sent', {}, Date.now());
    await scene.lane.open();
    await scene.untilSettled(1);
    expect(scene.tries).toEqual(['text 2']);
  });

  test('the message that a dead owner was sending comes first', async () => {
    await scene.accept(...texts(1, 4));
    await strand(scene.queue, 1);
    await scene.lane.open();
    await scene.untilSettled(4);
    expect(scene.tries).toEqual(texts(1, 4));
  });

  test('so do several that lost fetches have left behind', async () => {
    await scene.accept(...texts(1, 5));
    await strand(scene.queue, 3);
    await scene.lane.open();
    await scene.untilSettled(5);
    expect(scene.tries).toEqual(texts(1, 5));
  });

  test('all of these together go out in the order of acceptance', async () => {
    await scene.acceptJobless('text 1');
    await scene.accept(...texts(2, 4));
    await scene.acceptJobless('text 5');
    await scene.accept(...texts(6, 8));
    await strand(scene.queue, 1);
    await scene.lane.open();
    await scene.untilSettled(8);
    expect(scene.tries).toEqual(texts(1, 8));
  });

  /** Marks the next jobs as being worked on, as a fetch does whose owner then dies. */
  async function strand(queue: Queue, jobs: number): Promise<void> {
    for (let i = 0; i < jobs; i += 1) {
      const id = await suite.redis.lmove(queue.toKey('wait'), queue.toKey('active'), 'RIGHT', 'LEFT');
      await suite.redis.set(`${queue.toKey(id ?? '')}:lock`, 'token of the dead', 'PX', 60_000);
    }
  }
});

test('connections that break while messages are fetched and finished lose and reorder nothing', async () => {
  await scene.accept(...texts(1, 200));
  await scene.lane.open();
  for (let cut = 1; cut <= 25; cut += 1) {
    const before = scene.settled.length;
    await suite.client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await until('the lane to go on', PATIENCE_MS, () => scene.settled.length > Math.min(before, 198));
  }
  await until('the last one', PATIENCE_MS, () => scene.settled.includes('text 200'));
  expect([...new Set(scene.tries)]).toEqual(texts(1, 200));
  expect([...new Set(scene.settled)]).toEqual(texts(1, 200));
});

describe('closing', () => {
  test('waits for the message under way and takes no further one', async () => {
    const { opened, open } = gate();
    scene.script = async () => {
      await opened;
      return HANDED_OVER;
    };
    await scene.accept('text 1', 'text 2');
    await scene.lane.open();
    await until('the first try', PATIENCE_MS, () => scene.tries.length === 1);
    let closed = false;
    const closing = scene.lane.close(PATIENCE_MS).then(() => {
      closed = true;
    });
    await new Promise(setImmediate);
    expect(closed).toBe(false);
    open();
    await closing;
    expect([scene.tries, scene.settled]).toEqual([['text 1'], ['text 1']]);
    expect(await scene.queue.getJobCountByTypes('wait')).toBe(1);
  });

  test('waits no longer than it is given', async () => {
    const { opened, open } = gate();
    scene.script = async () => {
      await opened;
      return HANDED_OVER;
    };
    await scene.accept('text 1');
    await scene.lane.open();
    await until('the first try', PATIENCE_MS, () => scene.tries.length === 1);
    const startedAt = performance.now();
    await scene.lane.close(100);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    expect(scene.settled).toEqual([]);
    open();
  });

  test('and opening again goes on where it stopped; both may be repeated', async () => {
    await scene.lane.open();
    await scene.lane.open();
    await scene.accept('text 1');
    await scene.untilSettled(1);
    await scene.lane.close(PATIENCE_MS);
    await scene.lane.close(PATIENCE_MS);
    await scene.accept('text 2');
    await scene.lane.open();
    await scene.untilSettled(2);
    expect(scene.settled).toEqual(['text 1', 'text 2']);
  });
});

test('a lane that has to wait does not hold up another one', async () => {
  const other = await createScene(`other-${count}`);
  scene.script = () => ({ ...AGAIN, failures: 10 });
  await scene.accept(...texts(1, 3));
  await other.accept(...texts(1, 30));
  await Promise.all([scene.lane.open(), other.lane.open()]);
  await until('a first try', PATIENCE_MS, () => scene.tries.length > 0);
  await other.untilSettled(30);
  expect(other.settled).toEqual(texts(1, 30));
  expect([scene.tries, scene.settled]).toEqual([['text 1'], []]);
});

test('wiping leaves no job', async () => {
  await scene.accept(...texts(1, 3));
  await scene.lane.wipe();
  expect(await suite.redis.keys(`${scene.queue.toKey('')}*`)).toEqual([]);
});

describe('an owner that is none any more', () => {
  test('leaves the message to the next one', async () => {
    scene.script = () => ({ result: 'skipped', because: 'fenced' });
    await scene.lane.open();
    await scene.accept('one');
    await until('the try', PATIENCE_MS, () => scene.tries.length > 0);
    await scene.lane.close(5_000);
    expect(scene.settled).toEqual([]);
    expect(await scene.queue.getWaitingCount()).toBe(1);
  });

  test('and whose lease does not hold fetches nothing until it holds again', async () => {
    let holds = false;
    let looks = 0;
    const lease = {
      holds: () => {
        looks += 1;
        return holds;
      },
    };
    const frozen = await createScene(`frozen-${count}`, lease);
    await frozen.accept('one');
    await frozen.lane.open();
    await until('some looks at the lease', PATIENCE_MS, () => looks > 3);
    expect([frozen.tries, await frozen.queue.getActiveCount()]).toEqual([[], 0]);
    holds = true;
    await frozen.untilSettled(1);
  });
});
