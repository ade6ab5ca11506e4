import { readWorkerReports, type WorkerReport } from '@wagw/shared/health/worker-reports';
import { keys } from '@wagw/shared/redis/keys';
import { type LiveWorker, listWorkers } from '@wagw/shared/sessions/workers';
import { VERSION } from '@wagw/shared/version';
import type { Redis } from 'ioredis';
import { type Finding, fromReason, ok, warning } from './finding.ts';

/** Which workers live, and whether they suit each other. */
export async function workerChecks(redis: Redis): Promise<Finding[]> {
  const [owners, reports, waiting] = await Promise.all([
    listWorkers(redis),
    readWorkerReports(redis),
    redis.zcard(keys.sessionsWaiting),
  ]);
  return [
    aliveFinding(owners),
    versionsFinding(reports),
    deliveryFinding(reports),
    roomFinding(owners, waiting),
  ];
}

function aliveFinding(owners: readonly LiveWorker[]): Finding {
  if (owners.length === 0) return fromReason('workers.alive', 'no_workers');
  const each = owners.map(
    ({ id, host, sessions, capacity }) => `${id} on ${host} (${sessions} of ${capacity})`,
  );
  return ok('workers.alive', `Workers with their sessions: ${each.join(', ')}.`);
}

function versionsFinding(reports: readonly WorkerReport[]): Finding {
  if (reports.length === 0)
    return ok('workers.versions', `No worker has told its version; this is ${VERSION}.`);
  const others = reports.filter(({ version }) => version !== VERSION);
  if (others.length === 0) return ok('workers.versions', `All are of the version ${VERSION}.`);
  const each = others.map(({ id, version }) => `${id}: ${version}`);
  return warning(
    'workers.versions',
    `This is the version ${VERSION}, but ${each.join(', ')}.`,
    'Stop the workers of the other version one after the other, and start them with this one.',
  );
}

function deliveryFinding(reports: readonly WorkerReport[]): Finding {
  const count = reports.filter(({ roles }) => roles.includes('webhooks')).length;
  return count > 0
    ? ok('workers.webhooks', `${count} of them deliver webhooks.`)
    : warning(
        'workers.webhooks',
        'No worker delivers webhooks: events are kept and wait.',
        'Start a worker whose WORKER_ROLES name `webhooks`; by default every one does it.',
      );
}

function roomFinding(owners: readonly LiveWorker[], waiting: number): Finding {
  const room = owners
    .filter(({ isDraining }) => !isDraining)
    .reduce((sum, { capacity, sessions }) => sum + Math.max(0, capacity - sessions), 0);
  return waiting === 0
    ? ok('workers.room', `No session waits for a worker; there is room for ${room} more.`)
    : warning(
        'workers.room',
        `${waiting} sessions wait for a worker, and there is room for ${room} more.`,
        'Add workers or memory, raise MAX_SESSIONS, or see at /health/sessions which labels no worker has.',
      );
}
