import { afterEach, expect, test } from '@jest/globals';
import { context, diag, propagation, trace } from '@opentelemetry/api';
import { createLogger } from './logger.ts';
import { createTracing } from './open-telemetry.ts';
import type { Tracing } from './tracing.ts';

/** Nobody listens where spans go by default. */

let tracing: Tracing;
const start = () => {
  tracing = createTracing('test', '1', createLogger({ name: 'test', level: 'silent' }));
};
afterEach(async () => {
  await tracing.close();
  for (const global of [context, diag, propagation, trace]) global.disable();
});

test('what is begun is part of the trace that it belongs to', () => {
  start();
  const caller = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const inside = tracing.begin('work', { kind: 'server', parent: caller }, () => tracing.current());
  expect(inside).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/);
  expect(tracing.current()).toBeUndefined();
});

test('a traceparent that is none begins a new trace', () => {
  start();
  const inside = tracing.begin('work', { kind: 'server', parent: 'nonsense' }, () => tracing.current());
  expect(inside).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
});

test('a collector that is away does not hold up the end of the process', async () => {
  start();
  tracing.begin('work', { kind: 'client' }, (span) => span.end({ status: 200 }, 'failed'));
  const startedAt = performance.now();
  await tracing.close();
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
