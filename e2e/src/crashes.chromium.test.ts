import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { browsersBelow, workerUnder } from './processes.ts';
import { named, PATIENCE_MS, startWorld, type World } from './world.ts';

/** Whatever dies in the middle: every message goes out once and every event arrives. */

const SHOP = '5511911110000';
const CUSTOMER = '5511922220000';
const SESSION = 'crashes';
const SENDS = 12;

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.emulator.control.account({ phone: CUSTOMER });
  await world.link(SESSION, SHOP);
}, PATIENCE_MS);
afterAll(() => world.close(), PATIENCE_MS);

const victims: Record<string, () => number | undefined | Promise<number>> = {
  api: () => world.gateway.api.pid,
  worker: () => workerUnder(world.gateway.workers[0]?.pid),
  'supervisor of the worker': () => world.gateway.workers[0]?.pid,
  chromium: () => browsersBelow(world.dataPath)[0],
  redis: () => world.gateway.redis.pid,
};

test.each(Object.keys(victims))(
  'kill -9 of the %s amid sends and received messages',
  async (victim) => {
    const { emulator, api } = world;
    const texts = Array.from({ length: SENDS }, (_, index) => `${victim} out ${index}`);
    const replies = texts.map((text) => text.replace('out', 'in'));
    const half = SENDS / 2;

    const sendAll = async (part: string[]) => {
      const ids: string[] = [];
      for (const text of part) ids.push((await world.send(SESSION, CUSTOMER, text)).id);
      return ids;
    };
    const receiveAll = async (part: string[]) => {
      for (const text of part) await emulator.control.incoming({ to: SHOP, from: CUSTOMER, text });
    };

    await receiveAll(replies.slice(0, half));
    const first = await sendAll(texts.slice(0, half));
    await until(
      'the first message on its way',
      PATIENCE_MS,
      async () => (await emulator.control.sent({ to: CUSTOMER })).length > 0,
    );
    const pid = await victims[victim]?.();
    if (pid === undefined) throw new Error(`there is no ${victim} to kill`);
    process.kill(pid, 'SIGKILL');
    await receiveAll(replies.slice(half));
    const second = await sendAll(texts.slice(half));

    for (const id of [...first, ...second]) await world.untilStatus(SESSION, id, ['read']);
    const sent = (await emulator.control.sent({ to: CUSTOMER })).filter(({ text }) =>
      text?.startsWith(`${victim} out`),
    );
    expect(sent.map(({ text }) => text)).toEqual(texts);

    const events = await world.untilDelivered(SESSION, (all) => {
      const received = new Set(named(all, 'message').map(({ body }) => body));
      const acked = new Set(
        named(all, 'message_ack')
          .filter(({ ack }) => ack === 3)
          .map(({ gatewayMessageId }) => gatewayMessageId),
      );
      return (
        replies.every((text) => received.has(text)) && [...first, ...second].every((id) => acked.has(id))
      );
    });
    const bodies = named(events, 'message').map(({ body }) => body);
    for (const text of replies) expect(bodies.filter((body) => body === text)).toHaveLength(1);
    await until('no failed message', PATIENCE_MS, async () => (await api.session(SESSION)).state === 'ready');
    // The login outlives every crash: the only QR codes are those of the first scan.
    const firstReady = events.findIndex(
      ({ event, data }) => event === 'session.status' && data.state === 'ready',
    );
    expect(named(events.slice(firstReady), 'qr_code')).toEqual([]);
  },
  PATIENCE_MS * 3,
);
