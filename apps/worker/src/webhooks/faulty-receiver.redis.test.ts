import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { type DeliveryScene, startDeliveryScene } from '../testing/delivery-scene.ts';
import { BEHAVIOUR_NAMES, type FaultyReceiver, startFaultyReceiver } from '../testing/faulty-receiver.ts';
import { FLAPPING_SECRET, runFlapping } from '../testing/flapping.ts';

/** One with which every kind comes early. */
const SEED = 17;
const EVENTS = 150;
const PATIENCE_MS = 120_000;
/** Twice what one of the bodies would take if it were kept. */
const MOST_GROWTH_BYTES = 200_000_000;
/** What fits into the buffers of a connection that is read no more. */
const MOST_TAKEN_BYTES = 20_000_000;

let server: TemporaryRedis;
let receiver: FaultyReceiver;
let scene: DeliveryScene;

beforeAll(async () => {
  server = await startTemporaryRedis();
  receiver = await startFaultyReceiver(SEED, FLAPPING_SECRET);
  scene = await startDeliveryScene(server.url, {
    schedule: Array.from({ length: 60 }, () => 20),
    concurrency: 10,
    timeoutMs: 500,
  });
});
afterAll(async () => {
  await scene?.close();
  await receiver?.close();
  await server?.close();
});

test(
  'a receiver that fails in thirteen ways gets every event, with the same id and bytes each time, in order where it asked for order',
  async () => {
    const before = process.memoryUsage.rss();
    let most = before;
    const watching = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
    }, 20);
    const verdict = await runFlapping(server.client, receiver, {
      events: EVENTS,
      sessions: 25,
      perSecond: 500,
      patienceMs: PATIENCE_MS,
    }).finally(() => clearInterval(watching));
    expect(verdict).toMatchObject({ lost: 0, dead: 0, altered: 0, outOfOrder: 0, redirected: 0 });
    // A run in which little went wrong proves nothing.
    expect(verdict.deliveries).toBeGreaterThanOrEqual(2 * EVENTS);
    expect(verdict.repeated).toBeGreaterThan(EVENTS / 4);
    expect([...receiver.behaved.keys()].sort()).toEqual([...BEHAVIOUR_NAMES, 'bad TLS'].sort());
    expect(receiver.mostWritten).toBeLessThan(MOST_TAKEN_BYTES);
    expect(most - before).toBeLessThan(MOST_GROWTH_BYTES);
  },
  PATIENCE_MS + 30_000,
);
