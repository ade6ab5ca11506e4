import { expect, test } from '@jest/globals';
import type { RedisProbe } from './probe-redis.ts';
import { readinessOf } from './reasons.ts';
import { factsOf } from './redis-facts.ts';
import { losesData, redisReasons } from './redis-reasons.ts';

/** As Redis 7 answers; tests with a real one stand in `probe-redis.redis.test.ts`. These faults cannot be had there. */
const WELL = [
  '# Server',
  'redis_version:7.0.15',
  '# Memory',
  'used_memory:500',
  'maxmemory:1000',
  'maxmemory_policy:noeviction',
  '# Persistence',
  'loading:0',
  'aof_enabled:1',
  'aof_last_write_status:ok',
  '# Replication',
  'role:master',
];

const info = (...changed: string[]) =>
  WELL.map((line) => changed.find((other) => other.split(':')[0] === line.split(':')[0]) ?? line).join(
    '\r\n',
  );

function probe(text: string, refusal?: string): RedisProbe {
  return { isReachable: true, facts: factsOf(text), latencyMs: 1, clockAheadMs: 0, refusal };
}

test('what a Redis that is well says of itself', () => {
  expect(factsOf(info(), { appendfsync: 'everysec' })).toEqual({
    version: '7.0.15',
    isReplica: false,
    isLoading: false,
    hasAof: true,
    fsync: 'everysec',
    isAofWritten: true,
    evictionPolicy: 'noeviction',
    usedBytes: 500,
    maxBytes: 1000,
  });
  expect(redisReasons(probe(info()))).toEqual([]);
});

test.each([
  [info('aof_last_write_status:err'), undefined, ['redis_aof_failing'], 'unavailable'],
  [info('loading:1', 'aof_enabled:0'), undefined, ['redis_loading'], 'unavailable'],
  [info('role:slave'), undefined, ['redis_is_replica'], 'unavailable'],
  [info(), 'MISCONF Redis is configured to save', ['redis_refuses_writes'], 'unavailable'],
  [
    info('used_memory:1100'),
    "OOM command not allowed when used memory > 'maxmemory'.",
    ['redis_full'],
    'unavailable',
  ],
  [info('used_memory:950'), undefined, ['redis_memory_short'], 'degraded'],
  [info('used_memory:950', 'maxmemory:0'), undefined, [], 'ok'],
])('what is wrong, and how bad that is (%#)', (text, refusal, codes, readiness) => {
  const reasons = redisReasons(probe(text, refusal));
  expect(reasons).toEqual(codes);
  expect(readinessOf(reasons)).toBe(readiness);
});

test.each([
  [info('aof_enabled:0'), true],
  [info('aof_last_write_status:err'), true],
  [info('maxmemory_policy:allkeys-lru'), true],
  [info('role:slave', 'used_memory:950'), false],
  ['', false],
])('whether it would lose what it has taken (%#)', (text, loses) =>
  expect(losesData(redisReasons(probe(text)))).toBe(loses),
);

test('what a managed Redis keeps back is unknown, and no fault', () => {
  const facts = factsOf('');
  expect(Object.values(facts).every((value) => value === undefined)).toBe(true);
  expect(redisReasons(probe(''))).toEqual([]);
  expect(factsOf('', { appendonly: 'no', 'maxmemory-policy': 'allkeys-lru' })).toMatchObject({
    hasAof: false,
    evictionPolicy: 'allkeys-lru',
  });
});
