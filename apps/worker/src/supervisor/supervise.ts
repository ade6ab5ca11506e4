import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { noteFailovers } from '@wagw/shared/observability/failovers';
import { connectRedis } from '@wagw/shared/redis/connect';
import { endLease } from '@wagw/shared/sessions/workers';
import type { Redis } from 'ioredis';
import { exponentialDelay } from '../backoff.ts';
import { type Hello, isHello, REPORTS_FD } from './hello.ts';
import { watchDeadline } from './kill-deadline.ts';
import { endLeftOvers, markOf } from './left-overs.ts';
import { sayAsJson } from './say.ts';

const CONFIG_ERROR = 78; // EX_CONFIG of sysexits.h
const FIRST_RESTART_MS = 200;
const LONGEST_RESTART_MS = 30_000;
/** A worker that lived this long was a good one: the next restart begins with the shortest wait again. */
const PROVEN_MS = 60_000;
/** Of a worker that has not told how long it may take. */
const USUAL_SHUTDOWN_MS = 10_000;
/** A worker keeps its time itself; this is for one that cannot. */
const SHUTDOWN_GRACE_MS = 1_000;
/** How long the end of this process waits for a Redis that is away. */
const LAST_WORD_MS = 1_000;

export interface SuperviseOptions {
  /** The path of the worker's program. */
  readonly program: string;
  /** Flags of node for it. */
  readonly nodeFlags: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** One life of a worker process. */
interface Life {
  readonly child: ChildProcess;
  /** What everything that it starts inherits. */
  readonly mark: string;
  readonly startedAt: number;
  hello: Hello | undefined;
}

/**
 * Runs a worker process and starts it again whenever it dies. At its death its browsers are ended first, and only then
 * is it declared dead, so that whoever takes its sessions finds their profiles free. SIGTERM and SIGINT end both in order.
 */
export function supervise({ program, nodeFlags, env }: SuperviseOptions): void {
  const say = sayAsJson('supervisor');
  let life = start();
  let redis: Redis | undefined;
  let failures = 0;
  let restart: NodeJS.Timeout | undefined;
  let isStopping = false;

  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));

  function start(): Life {
    const mark = randomUUID();
    const child = spawn(process.execPath, [...nodeFlags, program], {
      env: { ...env, ...markOf(mark) },
      stdio: ['inherit', 'inherit', 'inherit', 'ipc', 'pipe'],
      // In a process group of its own: a Ctrl-C in the terminal is for this process, which ends it in order.
      detached: true,
    });
    const begun: Life = { child, mark, startedAt: performance.now(), hello: undefined };
    child.on('message', (message) => {
      if (!isHello(message)) return;
      begun.hello = message;
      redis ??= connectRedis(message.redis, 'work', say);
    });
    const unwatch = watchDeadline(child.stdio[REPORTS_FD] as Readable, () => {
      say.warn(
        { pid: child.pid },
        'the worker has stood still for too long; it is killed before its lease ends',
      );
      child.kill('SIGKILL');
    });
    child.on('error', (error) => {
      say.warn({ error: error.message }, 'the worker could not be started or reached');
      if (child.pid === undefined) void afterDeath(begun, null, null);
    });
    child.once('exit', (code, signal) => {
      unwatch();
      void afterDeath(begun, code, signal);
    });
    return begun;
  }

  async function afterDeath(
    { mark, hello, startedAt }: Life,
    code: number | null,
    signal: NodeJS.Signals | null,
  ): Promise<void> {
    const browsers = await endLeftOvers(mark);
    const declared = declareDead(hello, { code, signal, browsers });
    if (isStopping || code === CONFIG_ERROR) {
      await Promise.race([declared, sleep(LAST_WORD_MS)]);
      process.exit(code ?? (signal === 'SIGKILL' ? 1 : 0));
    }
    if (performance.now() - startedAt > PROVEN_MS) failures = 0;
    restart = setTimeout(
      () => {
        life = start();
      },
      exponentialDelay(failures, FIRST_RESTART_MS, LONGEST_RESTART_MS),
    );
    failures += 1;
  }

  async function declareDead(hello: Hello | undefined, how: object): Promise<void> {
    if (hello === undefined || redis === undefined)
      return say.warn(how, 'the worker died before it could work');
    const sessions = await endLease(redis, hello.workerId);
    await noteFailovers(redis, sessions);
    if (!isStopping)
      say.warn({ worker: hello.workerId, ...how, sessions }, 'the worker died; its sessions go elsewhere');
  }

  function stop(signal: NodeJS.Signals): void {
    const { child, hello } = life;
    isStopping = true;
    clearTimeout(restart);
    // A second signal goes on too: it tells the worker to hurry.
    if (!child.kill(signal)) process.exit(0);
    const limit = (hello?.shutdownMs ?? USUAL_SHUTDOWN_MS) + SHUTDOWN_GRACE_MS;
    setTimeout(() => child.kill('SIGKILL'), limit).unref();
  }
}
