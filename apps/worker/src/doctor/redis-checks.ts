import { readdir } from 'node:fs/promises';
import type { WorkerSettings } from '@wagw/shared/config/settings';
import { probeRedis } from '@wagw/shared/health/probe-redis';
import type { ReasonCode } from '@wagw/shared/health/reasons';
import { memoryShare, type RedisFacts } from '@wagw/shared/health/redis-facts';
import { redisReasons } from '@wagw/shared/health/redis-reasons';
import { keys } from '@wagw/shared/redis/keys';
import type { Redis } from 'ioredis';
import { bytes, type Finding, failed, fromReason, ok, unknown, warning } from './finding.ts';

const OLDEST_VERSION = [6, 2] as const;
const SLOW_MS = 20;
const PINGS = 9;
const CLOCK_WARNING_MS = 2_000;
const CLOCK_FAILED_MS = 60_000;
/** Of the limit: snapshots and the append-only file are written by a copy of the process. */
const MEMORY_WARNING = 0.75;

/** How Redis is. @param redis connected, or undefined with the reason in `away` */
export async function redisChecks(
  redis: Redis,
  away: string | undefined,
  settings: WorkerSettings,
): Promise<Finding[]> {
  const where = nameOf(settings);
  const probe = await probeRedis(redis);
  if (!probe.isReachable) {
    return [failed('redis.reachable', `${where} cannot be reached: ${away ?? probe.detail}.`, REACH)];
  }
  const reasons = new Set(redisReasons(probe));
  const reached = ok('redis.reachable', `${where} answers.`);
  if (reasons.has('redis_loading')) return [reached, fromReason('redis.loaded', 'redis_loading')];
  const { facts, clockAheadMs } = probe;
  return [
    reached,
    versionFinding(facts.version),
    writesFinding(reasons),
    persistenceFinding(facts, reasons),
    fsyncFinding(facts.fsync),
    evictionFinding(facts, reasons),
    memoryFinding(facts),
    await latencyFinding(redis),
    clockFinding(clockAheadMs),
    await dataFinding(redis, settings.sessionsPath),
  ];
}

const REACH =
  'Check that it runs, that REDIS_URL, REDIS_PASSWORD and REDIS_SENTINELS are right, and that no firewall is between.';

/** Without its password. */
function nameOf({ REDIS_URL, REDIS_SENTINELS, REDIS_SENTINEL_NAME }: WorkerSettings): string {
  if (REDIS_SENTINELS.length > 0)
    return `Redis ${REDIS_SENTINEL_NAME} of the Sentinels ${REDIS_SENTINELS.join(', ')}`;
  return `Redis at ${new URL(REDIS_URL).host}`;
}

function versionFinding(version: string | undefined): Finding {
  if (version === undefined) return unknown('redis.version', 'Its version', 'It must be 6.2 or later.');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_VERSION;
  const isFine = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  return isFine
    ? ok('redis.version', `Version ${version}.`)
    : failed('redis.version', `Version ${version} is too old.`, 'Install Redis 6.2 or later, best 7.');
}

function writesFinding(reasons: ReadonlySet<ReasonCode>): Finding {
  const faults: readonly ReasonCode[] = ['redis_is_replica', 'redis_full', 'redis_refuses_writes'];
  const fault = faults.find((code) => reasons.has(code));
  return fault === undefined ? ok('redis.writes', 'It takes writes.') : fromReason('redis.writes', fault);
}

function persistenceFinding(facts: RedisFacts, reasons: ReadonlySet<ReasonCode>): Finding {
  if (reasons.has('redis_without_aof')) return fromReason('redis.aof', 'redis_without_aof');
  if (reasons.has('redis_aof_failing')) return fromReason('redis.aof', 'redis_aof_failing');
  return facts.hasAof === undefined
    ? unknown('redis.aof', 'Whether it appends to disk', 'Make sure that it does: appendonly yes.')
    : ok('redis.aof', 'It appends to disk, and the last write there succeeded.');
}

function fsyncFinding(fsync: string | undefined): Finding {
  switch (fsync) {
    case undefined:
      return unknown('redis.fsync', 'How often it syncs to disk', 'It should be everysec or always.');
    case 'no':
      return warning(
        'redis.fsync',
        'The system decides when what is appended gets to the disk: a loss of power costs about half a minute.',
        'Set appendfsync everysec, or always to lose nothing at all.',
      );
    default:
      return ok(
        'redis.fsync',
        `appendfsync ${fsync}: a loss of power costs ${fsync === 'always' ? 'nothing' : 'at most a second'}.`,
      );
  }
}

function evictionFinding(facts: RedisFacts, reasons: ReadonlySet<ReasonCode>): Finding {
  if (reasons.has('redis_evicts')) return fromReason('redis.eviction', 'redis_evicts');
  return facts.evictionPolicy === undefined
    ? unknown('redis.eviction', 'What it does when it is full', 'It must be maxmemory-policy noeviction.')
    : ok('redis.eviction', 'It throws nothing away when it is full (noeviction).');
}

function memoryFinding(facts: RedisFacts): Finding {
  const { usedBytes, maxBytes } = facts;
  if (usedBytes === undefined)
    return unknown('redis.memory', 'Its memory', 'Watch it with the tools of its provider.');
  const share = memoryShare(facts);
  if (maxBytes === undefined || share === undefined) {
    return warning(
      'redis.memory',
      `It uses ${bytes(usedBytes)} and has no limit: it grows until the system ends it.`,
      'Set maxmemory to half of the memory that it may take; when that is full, requests are refused and nothing is lost.',
    );
  }
  const said = `It uses ${bytes(usedBytes)} of ${bytes(maxBytes)}, ${Math.round(share * 100)} %.`;
  return share < MEMORY_WARNING
    ? ok('redis.memory', said)
    : warning(
        'redis.memory',
        said,
        'Raise maxmemory, or keep less: MESSAGE_RETENTION_DAYS, EVENT_LOG_LENGTH, EVENT_LOG_AGE.',
      );
}

async function latencyFinding(redis: Redis): Promise<Finding> {
  const took: number[] = [];
  for (let ping = 0; ping < PINGS; ping += 1) {
    const from = performance.now();
    await redis.ping();
    took.push(performance.now() - from);
  }
  const median = took.sort((a, b) => a - b)[Math.floor(PINGS / 2)] ?? 0;
  const said = `It answers in ${median.toFixed(1)} ms (median of ${PINGS}).`;
  return median < SLOW_MS
    ? ok('redis.latency', said)
    : warning(
        'redis.latency',
        said,
        'Run Redis, api and workers in one region; each message takes some ten answers of Redis.',
      );
}

/** @param aheadMs of this machine's clock before Redis's */
export function clockFinding(aheadMs: number | undefined): Finding {
  if (aheadMs === undefined) return unknown('redis.clock', 'Its clock', 'Keep all clocks with NTP.');
  const by = `${(Math.abs(aheadMs) / 1_000).toFixed(1)} s`;
  if (Math.abs(aheadMs) < CLOCK_WARNING_MS)
    return ok('redis.clock', `Its clock and this one differ by ${by}.`);
  const said = `The clock here is ${by} ${aheadMs > 0 ? 'ahead of' : 'behind'} the one of Redis.`;
  const remedy = 'Turn on NTP on both machines, for example with: timedatectl set-ntp true';
  const isFar = Math.abs(aheadMs) >= CLOCK_FAILED_MS;
  return isFar ? failed('redis.clock', said, remedy) : warning('redis.clock', said, remedy);
}

/** Logins without any session are what an emptied Redis leaves behind. */
async function dataFinding(redis: Redis, sessionsPath: string): Promise<Finding> {
  const [sessions, logins] = await Promise.all([redis.zcard(keys.sessions), countFolders(sessionsPath)]);
  return sessions === 0 && logins > 0
    ? warning(
        'redis.data',
        `It knows no session, but there are ${logins} logins in SESSIONS_PATH: it was emptied, or is another one.`,
        'Bring its data back from a backup (docs/data.md), or point REDIS_URL to the Redis that has them. Sessions that are created anew under their old ids find their logins.',
      )
    : ok('redis.data', `It knows ${sessions} sessions.`);
}

async function countFolders(path: string): Promise<number> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).length;
}
