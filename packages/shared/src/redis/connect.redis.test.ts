import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { queueOptions } from '../queue/queues.ts';
import { connectRedis, untilReady } from './connect.ts';

const PATIENCE_MS = 10_000;
const silent = { info: () => undefined, warn: () => undefined };

let server: TemporaryRedis;
const clients: Redis[] = [];

beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect();
});
afterAll(() => server.close());

async function connected(): Promise<Redis> {
  const client = connectRedis({ url: server.url }, 'work', silent);
  clients.push(client);
  await untilReady(client);
  return client;
}

/** As the library does when looking for the primary fails in the wrong moment: it ends the client, which nobody asked for. */
async function giveUp(client: Redis): Promise<void> {
  client.options.retryStrategy = () => null;
  client.stream.destroy();
  await until('the end of the client', PATIENCE_MS, () => client.status === 'end');
}

test('a client that gave up connects again, and so does its duplicate', async () => {
  const client = await connected();
  const duplicate = client.duplicate();
  clients.push(duplicate);
  await untilReady(duplicate);
  for (const given of [client, duplicate]) {
    await giveUp(given);
    await until('the next connection', PATIENCE_MS, () => given.status === 'ready');
    expect(await given.ping()).toBe('PONG');
  }
});

test('any number may listen to it, also when queues come and go', async () => {
  const client = await connected();
  const queue = new Queue('jobs', queueOptions(client));
  await queue.waitUntilReady();
  expect(client.getMaxListeners()).toBe(Number.POSITIVE_INFINITY);
  await queue.close();
  expect(client.getMaxListeners()).toBe(Number.POSITIVE_INFINITY);
});

test('one that was told to end stays so', async () => {
  const client = await connected();
  client.disconnect();
  await until('its end', PATIENCE_MS, () => client.status === 'end');
  const other = await connected();
  await giveUp(other);
  await until('the return of the other', PATIENCE_MS, () => other.status === 'ready');
  expect(client.status).toBe('end');
});
