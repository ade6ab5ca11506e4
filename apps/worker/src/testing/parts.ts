import { createLogger } from '@wagw/shared/observability/logger';
import { createMetrics } from '@wagw/shared/observability/metrics';
import type { Lease } from '../lease/lease.ts';
import type { Pace } from '../messages/pacing.ts';
import { createWorkerMetrics } from '../metrics.ts';

export const silentLogger = createLogger({ name: 'test', level: 'silent' });

/** The lease of a worker that is well. */
export const heldLease: Lease = { holds: () => true };

/** Sends as fast as they can. */
export const unlimitedPace: Pace = {
  perMinute: 0,
  burst: 1,
  chatPerMinute: 0,
  chatBurst: 1,
  perDay: 0,
  warmUpFirstDay: 0,
  warmUpDays: 1,
};

/** Fresh metrics and a reader of their samples: `value('wagw_events_total{event="message"}')`, 0 when there is none. */
export function testMetrics() {
  const registry = createMetrics('worker', 'test');
  return {
    metrics: createWorkerMetrics(registry),
    async value(sample: string): Promise<number> {
      const lines = (await registry.text()).split('\n');
      return Number(lines.find((line) => line.startsWith(`${sample} `))?.slice(sample.length + 1) ?? 0);
    },
  };
}
