import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { Queue, Worker } from 'bullmq';
import { queueOptions, WEBHOOK_QUEUE } from '../queue/queues.ts';
import { QUEUE_PREFIX } from '../redis/keys.ts';
import { endLease } from '../sessions/workers.ts';

const LOCK_MS = 3_600_000;

let server: TemporaryRedis;
const ends: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(async () => {
  for (const end of ends) await end();
  await server.close();
});

function takingTurnsAs(name: string): Worker {
  const worker = new Worker(WEBHOOK_QUEUE, null, {
    connection: server.client,
    prefix: QUEUE_PREFIX,
    name,
    lockDuration: LOCK_MS,
  });
  ends.push(() => worker.close());
  return worker;
}

test('the turns of a worker that is declared dead are the next to be taken; those of others stay theirs', async () => {
  const queue = new Queue(WEBHOOK_QUEUE, queueOptions(server.client));
  ends.push(() => queue.close());
  const dead = takingTurnsAs('dead');
  const alive = takingTurnsAs('alive');
  for (const id of ['first', 'second', 'third']) await queue.add('turn', {}, { jobId: id });
  const taken = async (worker: Worker) => (await worker.getNextJob('token', { block: false }))?.id;
  expect([await taken(dead), await taken(alive)]).toEqual(['first', 'second']);
  await endLease(server.client, 'dead');
  expect([await taken(alive), await taken(alive), await taken(alive)]).toEqual(['first', 'third', undefined]);
});
