import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { createCommand } from '@wagw/shared/commands/command-store';
import type { Fence } from '@wagw/shared/events/event-log';
import { enqueueMessages } from '@wagw/shared/messages/enqueue';
import { advanceMessage } from '@wagw/shared/messages/message-store';
import { createLanes, type Lanes } from '@wagw/shared/queue/queues';
import { connectRedis } from '@wagw/shared/redis/connect';
import { keys } from '@wagw/shared/redis/keys';
import type { Redis } from 'ioredis';
import { MediaError } from '../media/media-error.ts';
import { createWorkerQueues, type WorkerQueues } from '../queues/worker-queues.ts';
import { gate } from '../testing/gate.ts';
import { createLaneScene, HANDED_OVER, type LaneScene } from '../testing/lane-scene.ts';
import { silentLogger } from '../testing/parts.ts';
import { storeFresh, storeMessage } from '../testing/stored.ts';

const PATIENCE_MS = 20_000;
const ANA = '5511911111111@c.us';
const BIA = '5511922222222@c.us';
const SLOW = 'https://example.com/slow.png';
const QUICK = 'https://example.com/quick.png';

let server: TemporaryRedis;
let redis: Redis;
let queues: WorkerQueues;
let api: Lanes;
beforeAll(async () => {
  server = await startTemporaryRedis();
  redis = connectRedis({ url: server.url }, 'work', silentLogger);
  queues = createWorkerQueues(redis, silentLogger);
  api = createLanes(server.client);
});
afterAll(async () => {
  await queues.close();
  redis.disconnect();
  await server.close();
});

let fence: Fence;
let scene: LaneScene;
/** Lets the slow files come. */
let arrive: () => void;
beforeEach(async () => {
  fence = await storeFresh(redis);
  scene = createLaneScene(queues, fence);
  const { opened, open } = gate();
  arrive = open;
  scene.files.arrival = async (source) => {
    if (source.from === 'url' && source.url === SLOW) await opened;
  };
});
afterEach(() => scene.close());

/** Accepts a text, or an image with it as its caption, as the API does. */
async function accept(chatId: string, text: string, url?: string): Promise<string> {
  const image = url && { content: { type: 'image', media: { from: 'url', url }, caption: text } as const };
  const record = await storeMessage(redis, fence.sessionId, text, { chatId, ...image });
  await enqueueMessages(server.client, api, fence.sessionId, [record]);
  return record.id;
}

const untilTried = (text: string) => until(`a try of ${text}`, PATIENCE_MS, () => scene.tries.includes(text));
const untilAsked = (count: number) =>
  until(`${count} files asked for`, PATIENCE_MS, () => scene.files.asked.length >= count);

test('a file that takes long holds up its own chat and no other', async () => {
  await accept(ANA, 'ana 1', SLOW);
  await accept(ANA, 'ana 2');
  await accept(BIA, 'bia 1');
  await scene.lane.open();
  await untilTried('bia 1');
  await accept(BIA, 'bia 2', QUICK);
  await accept(BIA, 'bia 3');
  await untilTried('bia 3');
  expect(scene.tries).toEqual(['bia 1', 'bia 2', 'bia 3']);
  arrive();
  await scene.untilSettled(5);
  expect(scene.tries.slice(3)).toEqual(['ana 1', 'ana 2']);
  expect(scene.files.there).toBe(0);
});

test('in its chat everything keeps its order, whatever comes and whenever', async () => {
  await accept(ANA, 'ana 1', SLOW);
  await accept(ANA, 'ana 2');
  await accept(ANA, 'ana 3', QUICK);
  await scene.lane.open();
  await untilAsked(1);
  await accept(ANA, 'ana 4');
  await accept(BIA, 'bia 1');
  await untilTried('bia 1');
  arrive();
  await accept(ANA, 'ana 5', SLOW);
  await accept(ANA, 'ana 6');
  await scene.untilSettled(7);
  expect(scene.tries.filter((text) => text.startsWith('ana'))).toEqual(
    [1, 2, 3, 4, 5, 6].map((number) => `ana ${number}`),
  );
});

test('the file is there during the try, and stays for the next one', async () => {
  const there: number[] = [];
  let tries = 0;
  scene.script = () => {
    tries += 1;
    there.push(scene.files.there);
    return tries === 1 ? { result: 'again', code: 'temporary', detail: '', failures: 0 } : HANDED_OVER;
  };
  await accept(ANA, 'ana 1', QUICK);
  await scene.lane.open();
  await scene.untilSettled(1);
  expect([there, scene.files.asked.length]).toEqual([[1, 1], 1]);
});

describe('a file that is not to be had', () => {
  const away = new MediaError('media_unavailable', 'no answer');

  test('fails its message, and the chat goes on', async () => {
    scene.files.nextFail(away);
    scene.script = (_text, brought) =>
      brought === undefined ? HANDED_OVER : { result: 'failed', code: 'media_unavailable', detail: '' };
    await accept(ANA, 'ana 1', QUICK);
    await accept(ANA, 'ana 2');
    await scene.lane.open();
    await scene.untilSettled(2);
    expect(scene.tries).toEqual(['ana 1', 'ana 2']);
  });

  test('is asked for again, after a wait, and its chat waits for it', async () => {
    scene.files.nextFail(away);
    scene.script = (_text, brought) =>
      brought !== undefined && 'error' in brought ? { result: 'file_needed', failures: 1 } : HANDED_OVER;
    await accept(ANA, 'ana 1', QUICK);
    await accept(ANA, 'ana 2');
    await accept(BIA, 'bia 1');
    await scene.lane.open();
    await scene.untilSettled(3);
    expect(scene.settled).toEqual(['bia 1', 'ana 1', 'ana 2']);
    expect(scene.files.asked).toHaveLength(2);
  });

  test('for a reason that nobody foresaw is no reason to fail', async () => {
    scene.files.nextFail(new Error('the disk is full'));
    await accept(ANA, 'ana 1', QUICK);
    await scene.lane.open();
    await scene.untilSettled(1);
    expect(scene.files.asked).toHaveLength(2);
  });
});

test('a message that is cancelled meanwhile lets its chat go on', async () => {
  const id = await accept(ANA, 'ana 1', SLOW);
  await accept(ANA, 'ana 2');
  await scene.lane.open();
  await untilAsked(1);
  await advanceMessage(redis, fence.sessionId, id, 'cancelled', {}, Date.now());
  scene.script = (text) => (text === 'ana 1' ? { result: 'skipped', because: 'settled' } : HANDED_OVER);
  arrive();
  await scene.untilSettled(2);
  expect(scene.files.there).toBe(0);
});

test('few files are here at a time', async () => {
  const chats = Array.from({ length: 9 }, (_, index) => `55119333333${index}0@c.us`);
  for (const chat of chats) await accept(chat, chat, SLOW);
  await accept(BIA, 'bia 1');
  await scene.lane.open();
  await untilTried('bia 1');
  expect(scene.files.asked).toHaveLength(4);
  arrive();
  await scene.untilSettled(10);
  expect(scene.files.there).toBe(0);
});

/** Asks to edit a message of a chat, as the API does. */
async function command(id: string, chat: string): Promise<void> {
  const input = { ref: `true_${chat}_3EB0`, text: 'x' };
  await createCommand(redis, { id, sessionId: fence.sessionId, command: 'message.edit', input }, Date.now());
  await api.addCommand(fence.sessionId, { commandId: id }, 'with-sends');
}

test('a command keeps its place behind what its chat waits for; those to other chats go on', async () => {
  await accept(ANA, 'ana 1', SLOW);
  await command('cmd_ana', ANA);
  await accept(ANA, 'ana 2');
  await command('cmd_bia', BIA);
  await scene.lane.open();
  await untilTried('cmd_bia');
  expect(await redis.smembers(keys.commandsUnderWay(fence.sessionId))).toEqual(['cmd_ana']);
  arrive();
  await untilTried('ana 2');
  expect(scene.tries).toEqual(['cmd_bia', 'ana 1', 'cmd_ana', 'ana 2']);
  expect(await redis.exists(keys.commandsUnderWay(fence.sessionId))).toBe(0);
});

test('a command of another version holds nobody up, while a chat waits for its file', async () => {
  await accept(ANA, 'ana 1', SLOW);
  await command('cmd_newer', ANA);
  await redis.hset(keys.command(fence.sessionId, 'cmd_newer'), 'command', 'message.pin');
  await accept(BIA, 'bia 1');
  await scene.lane.open();
  await untilTried('bia 1');
  expect(scene.tries).toEqual(['cmd_newer', 'bia 1']);
});

describe('the next opening', () => {
  test('by the same owner begins anew with what waited, in its order', async () => {
    await accept(ANA, 'ana 1', SLOW);
    await accept(ANA, 'ana 2');
    await accept(BIA, 'bia 1');
    await scene.lane.open();
    await untilTried('bia 1');
    await scene.lane.close(PATIENCE_MS);
    arrive();
    await scene.lane.open();
    await scene.untilSettled(3);
    expect(scene.tries).toEqual(['bia 1', 'ana 1', 'ana 2']);
    await until('no file', PATIENCE_MS, () => scene.files.there === 0);
  });

  test('by an heir of a dead one does so too', async () => {
    await accept(ANA, 'ana 1', SLOW);
    await accept(ANA, 'ana 2');
    await accept(BIA, 'bia 1');
    await scene.lane.open();
    await untilTried('bia 1');
    const heir = { ...fence, owner: 'heir', epoch: 8 };
    await redis.hset(keys.session(fence.sessionId), 'owner', 'heir', 'epoch', '8');
    const next = createLaneScene(queues, heir);
    await next.lane.open();
    await next.untilSettled(2);
    expect(next.tries).toEqual(['ana 1', 'ana 2']);
    await next.close();
  });
});

test('connections that break meanwhile lose nothing, and every chat keeps its order', async () => {
  const arrivals: (() => void)[] = [];
  scene.files.arrival = () => new Promise((resolve) => arrivals.push(resolve));
  const expected: Record<string, string[]> = { [ANA]: [], [BIA]: [] };
  for (let number = 1; number <= 60; number += 1) {
    const chat = number % 2 === 0 ? ANA : BIA;
    expected[chat]?.push(`${chat} ${number}`);
    await accept(chat, `${chat} ${number}`, number % 5 === 0 ? QUICK : undefined);
  }
  await scene.lane.open();
  while (new Set(scene.settled).size < 60) {
    const before = scene.settled.length;
    await server.client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    for (const file of arrivals.splice(0)) file();
    await until(
      'the lane to go on',
      PATIENCE_MS,
      () => scene.settled.length > before || arrivals.length > 0 || new Set(scene.settled).size === 60,
    );
  }
  for (const [chat, texts] of Object.entries(expected)) {
    expect([...new Set(scene.settled)].filter((text) => text.startsWith(chat))).toEqual(texts);
  }
});
