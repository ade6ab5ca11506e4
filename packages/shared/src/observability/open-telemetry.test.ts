import { spawnSync } from 'node:child_process';
import { afterEach, expect, test } from '@jest/globals';
import { context, diag, propagation, trace } from '@opentelemetry/api';
import { createLogger } from './logger.ts';
import { createTracing } from './open-telemetry.ts';
import type { Tracing } from './tracing.ts';

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

/** In a process of its own: the exporter goes on trying for seconds. */
const ENDING = `
  import { createTracing } from ${JSON.stringify(new URL('./open-telemetry.ts', import.meta.url).href)};
  const tracing = createTracing('test', '1', { warn() {} });
  tracing.begin('work', { kind: 'client' }, (span) => span.end({ status: 200 }, 'failed'));
  const startedAt = performance.now();
  await tracing.close();
  process.stdout.write(String(performance.now() - startedAt));
  process.exit();
`;

test('a collector that is away does not hold up the end of a process', () => {
  const flags = ['--conditions=source', '--import', 'tsx', '--input-type=module', '-e', ENDING];
  const { stdout, stderr } = spawnSync(process.execPath, flags, { encoding: 'utf8', timeout: 50_000 });
  expect(stderr).toBe('');
  expect(Number(stdout)).toBeGreaterThan(0);
  expect(Number(stdout)).toBeLessThan(5_000);
});
