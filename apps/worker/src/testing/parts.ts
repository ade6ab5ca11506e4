import { createLogger } from '@wagw/shared/observability/logger';
import { createMetrics } from '@wagw/shared/observability/metrics';
import type { Lease } from '../lease/lease.ts';
import { createWorkerMetrics } from '../metrics.ts';

export const silentLogger = createLogger({ name: 'test', level: 'silent' });

/** The lease of a worker that is well. */
export const heldLease: Lease = { holds: () => true };

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
