import { redisSettings, type WorkerSettings } from '@wagw/shared/config/settings';
import { connectRedis, untilReady } from '@wagw/shared/redis/connect';
import { atMost } from '../at-most.ts';
import { createSignal } from '../signal.ts';
import { chromeChecks } from './chrome-checks.ts';
import { type Env, readConfig } from './config-checks.ts';
import { type Finding, failed, messageOf } from './finding.ts';
import { folderChecks } from './folder-checks.ts';
import { machineChecks } from './machine-checks.ts';
import { redisChecks } from './redis-checks.ts';
import { storeChecks } from './store-checks.ts';
import { webhookChecks } from './webhook-checks.ts';
import { workerChecks } from './worker-checks.ts';

export const GROUPS = [
  'redis',
  'sessions',
  'logins',
  'media',
  'backups',
  'webhook',
  'machine',
  'chrome',
] as const;
export type Group = (typeof GROUPS)[number];

export interface ExamineOptions {
  /** By default everything that a worker with these roles needs. */
  readonly only?: readonly Group[];
  /** Whether WhatsApp Web is opened. */
  readonly withPage: boolean;
}

const CONNECT_MS = 5_000;
/** A Redis that refuses the connection once will do so again. */
const AFTER_REFUSAL_MS = 500;

/**
 * Checks a deployment from where this runs, with the configuration of its worker; tells each finding as soon as it is known. It changes
 * nothing but probes, which it takes away again.
 */
export async function* examine(
  env: Env,
  { only = GROUPS, withPage }: ExamineOptions,
): AsyncGenerator<Finding> {
  const { findings, settings } = readConfig(env);
  yield* findings;
  if (settings === undefined) return;
  const checks = checksOf(settings, withPage);
  const needed = GROUPS.filter((group) => isNeeded(group, settings) && only.includes(group));
  for (const group of needed) yield* await findingsOf(group, checks[group]);
}

type Checks = () => Promise<readonly Finding[]>;

function checksOf(settings: WorkerSettings, withPage: boolean): Readonly<Record<Group, Checks>> {
  return {
    redis: () => withRedis(settings),
    sessions: () => folderChecks({ ...SESSIONS_FOLDER, path: settings.sessionsPath }),
    logins: () => storeChecks('LOGIN_STORE', settings),
    media: () => storeChecks('MEDIA_STORE', settings),
    backups: () => storeChecks('BACKUP_TO', settings),
    webhook: () => webhookChecks(settings),
    machine: () => machineChecks(settings),
    chrome: () => chromeChecks(settings, withPage),
  };
}

/** By the roles of the worker; every one needs Redis and the files. */
function isNeeded(group: Group, { WORKER_ROLES: roles }: WorkerSettings): boolean {
  if (group === 'redis' || group === 'media') return true;
  return roles.includes(group === 'webhook' ? 'webhooks' : 'sessions');
}

const SESSIONS_FOLDER = {
  check: 'sessions.folder',
  option: 'SESSIONS_PATH',
  secret: 'they would have the WhatsApp accounts',
};

/** A group that breaks is a finding of its own; the others go on. */
async function findingsOf(name: string, checks: Checks): Promise<readonly Finding[]> {
  try {
    return await checks();
  } catch (error) {
    return [
      failed(
        name,
        `It could not be checked: ${messageOf(error)}.`,
        'Mend what failed above, and run this again.',
      ),
    ];
  }
}

async function withRedis(settings: WorkerSettings): Promise<Finding[]> {
  const refused = createSignal();
  let away: string | undefined;
  const redis = connectRedis(redisSettings(settings), 'request', {
    info: () => undefined,
    warn: (fields) => {
      away = messageOf((fields as { err?: unknown }).err);
      refused.fire();
    },
  });
  try {
    await atMost(CONNECT_MS, Promise.race([untilReady(redis), refused.fired]));
    if (redis.status !== 'ready') await atMost(AFTER_REFUSAL_MS, untilReady(redis));
    const findings = await redisChecks(redis, away, settings);
    return redis.status === 'ready' ? [...findings, ...(await workerChecks(redis))] : findings;
  } finally {
    redis.disconnect();
  }
}
