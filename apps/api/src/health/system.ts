import { cpus, freemem, hostname, loadavg, totalmem, uptime } from 'node:os';
import { type DiskSpace, diskSpace, diskSpaceSchema } from '@wagw/shared/health/disk-space';
import { type ProcessWatch, processHealthSchema } from '@wagw/shared/health/process-watch';
import { readWorkerReports, type WorkerReport } from '@wagw/shared/health/worker-reports';
import { VERSION } from '@wagw/shared/version';
import type { Redis } from 'ioredis';
import { z } from 'zod';

const workerSystemSchema = z
  .object({
    id: z.string(),
    host: z.string(),
    version: z.string(),
    roles: z.array(z.string()),
    process: processHealthSchema,
    disk: diskSpaceSchema.nullable().describe('Of its Chromium profiles.'),
    sessions: z.object({
      count: z.int(),
      memoryBytes: z.int().describe('Of their browsers, as measured last.'),
    }),
  })
  .meta({ id: 'WorkerSystem' });

export const systemSchema = z
  .object({
    version: z.string(),
    nodeVersion: z.string(),
    host: z.object({
      name: z.string(),
      uptimeSeconds: z.int(),
      cpus: z.int(),
      loadAverage: z.array(z.number()).describe('Over 1, 5 and 15 minutes.'),
      memory: z.object({
        totalBytes: z.int().describe('Of the machine, or of the container when that has less.'),
        freeBytes: z.int().describe('Of the machine.'),
      }),
    }),
    process: processHealthSchema,
    disks: z.array(diskSpaceSchema).describe('Of the folders that this api writes to.'),
    workers: z
      .array(workerSystemSchema)
      .nullable()
      .describe('As each told it in the last 20 seconds; null while Redis cannot be asked.'),
  })
  .meta({ id: 'SystemHealth' });

export type SystemHealth = z.infer<typeof systemSchema>;

/** @param folders those that this api writes to */
export async function readSystem(
  redis: Redis,
  watch: ProcessWatch,
  folders: readonly string[],
): Promise<SystemHealth> {
  const [disks, reports] = await Promise.all([
    Promise.all(folders.map((folder) => diskSpace(folder))),
    readWorkerReports(redis).catch(() => null),
  ]);
  return {
    version: VERSION,
    nodeVersion: process.version,
    host: {
      name: hostname(),
      uptimeSeconds: Math.floor(uptime()),
      cpus: cpus().length,
      loadAverage: loadavg(),
      memory: { totalBytes: usableMemory(), freeBytes: freemem() },
    },
    process: watch.health(),
    disks: disks.filter((disk): disk is DiskSpace => disk !== undefined),
    workers: reports?.map(viewWorker) ?? null,
  };
}

/** Without a limit, or where it cannot be told, the limit is 0 or absurdly high. */
function usableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

const viewWorker = ({ id, host, version, roles, process, disk, sessions }: WorkerReport) => ({
  id,
  host,
  version,
  roles,
  process,
  disk,
  sessions,
});
