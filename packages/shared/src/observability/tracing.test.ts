import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { createLogger } from './logger.ts';
import { inSpan, NO_TRACING, openTracing } from './tracing.ts';

test('without an endpoint there are no traces, and work is done all the same', async () => {
  const tracing = await openTracing('test', '1', undefined, createLogger({ name: 'test', level: 'silent' }));
  expect(tracing).toBe(NO_TRACING);
  expect(tracing.current()).toBeUndefined();
  const never = () => {
    throw new Error('nobody asks');
  };
  expect(await inSpan(tracing, 'work', { kind: 'client' }, async () => 'done', never)).toBe('done');
  expect(tracing.begin('work', { kind: 'client' }, () => 'done')).toBe('done');
});

test('a span is ended, and told of the failure, also when its work throws', async () => {
  const ends: unknown[] = [];
  const tracing = {
    ...NO_TRACING,
    isOn: true,
    begin: <T>(_name: string, _options: object, work: (span: { end(...told: unknown[]): void }) => T) =>
      work({ end: (...told) => void ends.push(told) }),
  };
  const fails = async () => {
    throw new TypeError('no');
  };
  await expect(
    inSpan(tracing, 'work', { kind: 'client' }, fails, () => ({ attributes: {} })),
  ).rejects.toThrow('no');
  await inSpan(
    tracing,
    'work',
    { kind: 'client' },
    async () => 3,
    (n) => ({ attributes: { n }, failure: 'odd' }),
  );
  expect(ends).toEqual([
    [{}, 'TypeError'],
    [{ n: 3 }, 'odd'],
  ]);
});

test('nothing loads OpenTelemetry but the module that is loaded on demand', () => {
  const root = resolve(import.meta.dirname, '../../../..');
  const importing = ['packages/shared/src', 'apps/api/src', 'apps/worker/src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /(?<!\.test)\.ts$/.test(file))
      .filter((file) =>
        /^(import|}) .*from '(@opentelemetry\/|bullmq-otel|.*open-telemetry\.ts)/m.test(
          readFileSync(join(root, folder, file), 'utf8'),
        ),
      ),
  );
  expect(importing).toEqual(['observability/open-telemetry.ts']);
});
