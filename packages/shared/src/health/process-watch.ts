import { monitorEventLoopDelay } from 'node:perf_hooks';
import { z } from 'zod';

export const processHealthSchema = z
  .object({
    uptimeSeconds: z.int(),
    cpuPercent: z
      .number()
      .describe('Of one core, over the last seconds; more than 100 when threads use several.'),
    memory: z.object({
      rssBytes: z.int().describe('Of the whole process.'),
      heapUsedBytes: z.int().describe('Of its JavaScript objects.'),
    }),
    eventLoop: z
      .object({ meanMs: z.number(), p99Ms: z.number(), maxMs: z.number() })
      .describe('How late the event loop was, beyond its rhythm, in the last ten to twenty seconds.'),
  })
  .meta({ id: 'ProcessHealth' });

/** How a process of Node is. */
export type ProcessHealth = z.infer<typeof processHealthSchema>;

export interface ProcessWatch {
  health(): ProcessHealth;
  close(): void;
}

/** How often the event loop is to wake; what it sleeps longer is its delay. */
const RHYTHM_MS = 20;
const SPAN_MS = 10_000;
const NS_PER_MS = 1e6;

type Loop = ProcessHealth['eventLoop'];

/** Watches this process from now on. It keeps no process alive. */
export function watchProcess(spanMs = SPAN_MS): ProcessWatch {
  const delays = monitorEventLoopDelay({ resolution: RHYTHM_MS });
  delays.enable();
  let before: Loop = { meanMs: 0, p99Ms: 0, maxMs: 0 };
  let sample = takeSample();
  let earlier = sample;
  const turn = setInterval(() => {
    before = readLoop();
    delays.reset();
    earlier = sample;
    sample = takeSample();
  }, spanMs);
  turn.unref();

  function readLoop(): Loop {
    // Nothing was measured yet.
    if (delays.count === 0) return { meanMs: 0, p99Ms: 0, maxMs: 0 };
    return {
      meanMs: late(delays.mean),
      p99Ms: late(delays.percentile(99)),
      maxMs: late(delays.max),
    };
  }

  return {
    health() {
      const memory = process.memoryUsage();
      const now = readLoop();
      return {
        uptimeSeconds: Math.floor(process.uptime()),
        cpuPercent: percentSince(earlier),
        memory: { rssBytes: memory.rss, heapUsedBytes: memory.heapUsed },
        eventLoop: {
          meanMs: Math.max(before.meanMs, now.meanMs),
          p99Ms: Math.max(before.p99Ms, now.p99Ms),
          maxMs: Math.max(before.maxMs, now.maxMs),
        },
      };
    },
    close() {
      clearInterval(turn);
      delays.disable();
    },
  };
}

const late = (ns: number): number => Math.max(0, Math.round((ns / NS_PER_MS - RHYTHM_MS) * 10) / 10);

interface Sample {
  readonly at: number;
  readonly cpu: NodeJS.CpuUsage;
}

const takeSample = (): Sample => ({ at: performance.now(), cpu: process.cpuUsage() });

function percentSince({ at, cpu }: Sample): number {
  const used = process.cpuUsage(cpu);
  const elapsedMs = Math.max(performance.now() - at, 1);
  return Math.round(((used.user + used.system) / 1_000 / elapsedMs) * 1_000) / 10;
}
