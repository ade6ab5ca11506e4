import { parseArgs } from 'node:util';
import { startTemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { measureBlackHole, measureLatency } from './webhooks/latency.ts';
import { startReceiving } from './webhooks/receiving.ts';
import { measureSpeed } from './webhooks/speed.ts';

/**
 * Webhooks: deliveries per second against a bare undici loop to the same receiver, from event to delivery at a moderate rate, and
 * what one endpoint that never answers costs the others. The receiver is a process of its own, and so is Redis. Run it by hand:
 * pnpm bench webhooks [--only speed,latency,black-hole] [--deliveries 5000] [--rounds 3] [--rate 200] [--seconds 10] [--queued 20000]
 */

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'speed,latency,black-hole' },
    deliveries: { type: 'string', default: '5000' },
    rounds: { type: 'string', default: '3' },
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '10' },
    queued: { type: 'string', default: '20000' },
  },
});
const parts = values.only.split(',');
const rounds = Number(values.rounds);
const deliveries = Number(values.deliveries);
const load = { rate: Number(values.rate), seconds: Number(values.seconds) };

const server = await startTemporaryRedis();
const receiving = await startReceiving();
try {
  if (parts.includes('speed')) {
    await measureSpeed(server, receiving, { deliveries, rounds, endpoints: 1 });
    await measureSpeed(server, receiving, { deliveries, rounds, endpoints: 20 });
  }
  if (parts.includes('latency')) await measureLatency(server, receiving, load);
  if (parts.includes('black-hole')) {
    await measureBlackHole(server, receiving, { ...load, rounds, queued: Number(values.queued) });
  }
} finally {
  receiving.end();
  await server.close();
}
process.exit(0);
