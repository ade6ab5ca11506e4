import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { enqueueMessages } from '@wagw/shared/messages/enqueue';
import type { MessageRecord } from '@wagw/shared/messages/message-store';
import { gate } from '../testing/gate.ts';
import { AGAIN, createLaneScene, HANDED_OVER, type LaneScene, texts } from '../testing/lane-scene.ts';
import { queuesForSuite } from '../testing/queues-for-suite.ts';
import { storeFresh, storeMessage } from '../testing/stored.ts';

const PATIENCE_MS = 20_000;
const ANA = '5511911111111@c.us';
const BIA = '5511922222222@c.us';

const suite = queuesForSuite();
let scene: LaneScene;
let sessionId: string;
beforeEach(async () => {
  const fence = await storeFresh(suite.redis);
  sessionId = fence.sessionId;
  scene = createLaneScene(suite.queues, fence);
});
afterEach(() => scene.close());

/** Accepts a message as the API does. */
async function accept(text: string, priority: 'interactive' | 'bulk', chatId = ANA): Promise<MessageRecord> {
  const record = await storeMessage(suite.redis, sessionId, text, { priority, chatId });
  await enqueueMessages(suite.client, suite.api, sessionId, [record]);
  return record;
}

const untilTried = (count: number) => until(`${count} tries`, PATIENCE_MS, () => scene.tries.length >= count);

describe('a command that keeps its place', () => {
  const command = (id: string) => suite.api.addCommand(sessionId, { commandId: id }, 'with-sends');

  test('is carried out after the messages before it, and before those after it', async () => {
    await scene.accept('text 1');
    await command('cmd_edit');
    await scene.accept('text 2');
    await scene.lane.open();
    await untilTried(3);
    expect(scene.tries).toEqual(['text 1', 'cmd_edit', 'text 2']);
  });

  test('waits with all behind it as long as nothing can be done', async () => {
    const answers = ['again', 'fenced', 'over'] as const;
    let asked = 0;
    scene.carryOut = () => answers[asked++] ?? 'over';
    await command('cmd_edit');
    await scene.accept('text 1');
    await scene.lane.open();
    await untilTried(4);
    expect(scene.tries).toEqual(['cmd_edit', 'cmd_edit', 'cmd_edit', 'text 1']);
  });

  test('keeps it when a new owner puts back messages without a job', async () => {
    await scene.acceptJobless('text 1');
    await scene.accept('text 2');
    await command('cmd_edit');
    await scene.accept('text 3');
    await scene.lane.open();
    await untilTried(4);
    expect(scene.tries).toEqual(['text 1', 'text 2', 'cmd_edit', 'text 3']);
  });
});

describe('what is too fast', () => {
  test('waits at the head, and nothing overtakes it', async () => {
    const start = Date.now();
    scene.pace = (text) => (text === 'text 2' ? Math.max(0, start + 700 - Date.now()) : 0);
    await scene.accept(...texts(1, 3));
    await scene.lane.open();
    await scene.untilSettled(3);
    expect(scene.settled).toEqual(texts(1, 3));
    expect(Date.now() - start).toBeGreaterThanOrEqual(700);
    expect(await scene.metrics.value('wagw_pacing_wait_seconds_sum')).toBeGreaterThan(0.5);
  });

  test('is not asked for again when it may have left already', async () => {
    let asked = 0;
    scene.pace = () => {
      asked += 1;
      return asked === 1 ? 0 : 60_000;
    };
    let tries = 0;
    scene.script = async () => {
      tries += 1;
      if (tries === 1) {
        const [record] = await records();
        await suite.redis.hset(`wagw:message:${sessionId}:${record}`, 'status', 'sending');
        return AGAIN;
      }
      return HANDED_OVER;
    };
    await scene.accept('text 1');
    await scene.lane.open();
    await scene.untilSettled(1);
    expect(asked).toBe(1);
  });

  const records = () => suite.redis.zrange(`wagw:messages:${sessionId}`, 0, '-1');
});

describe('bulk messages', () => {
  test('wait behind interactive ones', async () => {
    await accept('bulk 1', 'bulk');
    await accept('bulk 2', 'bulk');
    await accept('now', 'interactive', BIA);
    await scene.lane.open();
    await untilTried(3);
    expect(scene.tries).toEqual(['now', 'bulk 1', 'bulk 2']);
  });

  test('but not behind one that came later in their own chat', async () => {
    await accept('bulk 1', 'bulk', BIA);
    await accept('bulk 2', 'bulk', ANA);
    await accept('now', 'interactive', ANA);
    await scene.lane.open();
    await untilTried(3);
    expect(scene.tries).toEqual(['bulk 2', 'now', 'bulk 1']);
  });

  test('are not overtaken in their chat while they are tried again', async () => {
    const { opened, open } = gate();
    let tries = 0;
    scene.script = async (text) => {
      if (text !== 'bulk 1') return HANDED_OVER;
      tries += 1;
      if (tries > 1) return HANDED_OVER;
      await opened;
      return AGAIN;
    };
    await accept('bulk 1', 'bulk');
    await scene.lane.open();
    await untilTried(1);
    await accept('now', 'interactive');
    open();
    await scene.untilSettled(2);
    expect(scene.tries).toEqual(['bulk 1', 'bulk 1', 'now']);
  });

  test('are put back by a new owner in the order of their chat', async () => {
    await accept('bulk 1', 'bulk');
    await storeMessage(suite.redis, sessionId, 'bulk 2', { priority: 'bulk', chatId: ANA });
    await accept('bulk 3', 'bulk');
    await scene.lane.open();
    await untilTried(3);
    expect(scene.tries).toEqual(['bulk 1', 'bulk 2', 'bulk 3']);
  });
});
