import type { Redis } from 'ioredis';
import { z } from 'zod';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { diskSpaceSchema } from './disk-space.ts';
import { processHealthSchema } from './process-watch.ts';

/** `Timed` of the metrics. */
const timed = z.object({ count: z.int(), seconds: z.number() });

/** How a worker process is and what it has done since it started: what its own metrics say, for those who do not scrape them. */
const workerReportSchema = z.object({
  id: z.string(),
  host: z.string(),
  version: z.string(),
  roles: z.array(z.string()),
  process: processHealthSchema,
  /** Of the folder with the Chromium profiles; null when nobody can tell. */
  disk: diskSpaceSchema.nullable(),
  sessions: z.object({ count: z.int(), memoryBytes: z.int() }),
  messages: z.object({ sent: timed, failed: z.int() }),
  webhooks: z.object({ attempts: z.int(), delivered: timed, deadLetters: z.int() }),
});
export type WorkerReport = z.infer<typeof workerReportSchema>;

/** A worker that has not told anything for so long has not lived, or was frozen. */
const KEPT_MS = 20_000;

const write = defineScript(`
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
  redis.call('ZADD', KEYS[1], now, ARGV[1])
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[3])
  return 1
`);

/** @param keptMs after which it counts no more unless it is written again */
export async function writeWorkerReport(redis: Redis, report: WorkerReport, keptMs = KEPT_MS): Promise<void> {
  await write.run(
    redis,
    [keys.workerReports, keys.workerReport(report.id)],
    [report.id, JSON.stringify(report), keptMs],
  );
}

/** Of a worker that ends in order. */
export async function removeWorkerReport(redis: Redis, id: string): Promise<void> {
  await redis.multi().del(keys.workerReport(id)).zrem(keys.workerReports, id).exec();
}

/** What the living workers of all roles have told last, in order of id. One of another version that tells something else is left out. */
export async function readWorkerReports(redis: Redis): Promise<WorkerReport[]> {
  const ids = await redis.zrange(keys.workerReports, 0, '-1');
  if (ids.length === 0) return [];
  const texts = await redis.mget(ids.sort().map((id) => keys.workerReport(id)));
  return texts.flatMap((text) => {
    const report = text === null ? undefined : workerReportSchema.safeParse(JSON.parse(text));
    return report?.success === true ? [report.data] : [];
  });
}
