import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { readEvents } from '@wagw/shared/events/event-log';
import { addSendJob, laneName, queueOptions, type SendJob, tellingBackends } from '@wagw/shared/queue/queues';
import { keys } from '@wagw/shared/redis/keys';
import { createSession, readSession, type SessionRecord } from '@wagw/shared/sessions/session-store';
import { Queue } from 'bullmq';
import { type Sink, startSink } from '../testing/sink.ts';
import { storeMessage } from '../testing/stored.ts';
import { isAlive, startWorkerProcesses, type WorkerProcesses } from '../testing/worker-processes.ts';

/** Two real workers on one Redis, and what becomes of a session when its owner dies, stops or is cut off. */

const LEASE_MS = 3_000;
const STALL_MS = 11_000;
const PATIENCE_MS = 30_000;
const SESSION = 'shop';

let server: TemporaryRedis;
let sink: Sink;
let workers: WorkerProcesses[];
let lane: Queue<SendJob>;

beforeAll(async () => {
  server = await startTemporaryRedis();
  sink = await startSink();
  lane = new Queue<SendJob>(laneName(SESSION), queueOptions(server.client), tellingBackends(server.client));
  lane.on('error', () => undefined);
  workers = [startWorker(), startWorker()];
}, PATIENCE_MS);
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.kill()));
  await lane.close();
  await sink.close();
  await server.close();
}, PATIENCE_MS);

beforeEach(async () => {
  await untilLeases(2);
  if ((await readSession(server.client, SESSION)) === undefined) {
    const session = { id: SESSION, tenantId: 'acme', start: true, metadata: {} };
    await createSession(server.client, session, Date.now());
  }
  await untilReadyElsewhere(undefined);
}, PATIENCE_MS);

function startWorker(): WorkerProcesses {
  return startWorkerProcesses({
    REDIS_URL: server.url,
    SINK_URL: sink.url,
    LEASE_DURATION: String(LEASE_MS),
    STALL_LIMIT: String(STALL_MS),
  });
}

async function untilLeases(count: number): Promise<void> {
  await until(`${count} leases`, PATIENCE_MS, async () => {
    const ids = await server.client.smembers(keys.workers);
    const alive = ids.length === 0 ? 0 : await server.client.exists(ids.map(keys.worker));
    return alive === count;
  });
}

/** The session as soon as it is ready in the hands of another owner. */
function untilReadyElsewhere(owner: string | undefined): Promise<SessionRecord> {
  return until('an owner with a connection', PATIENCE_MS, async () => {
    const session = await readSession(server.client, SESSION);
    return session?.owner !== undefined && session.owner !== owner && session.code === 'ready' && session;
  });
}

/** The process of the session's owner, and its supervisor. */
async function owning(): Promise<{ owner: string; pid: number; processes: WorkerProcesses }> {
  const { owner = '' } = await untilReadyElsewhere(undefined);
  for (const processes of workers) {
    const pid = await processes.workerPid();
    // The default name of a worker is that of its host and its process.
    if (owner.includes(`-${pid}.`)) return { owner, pid, processes };
  }
  throw new Error(`the owner ${owner} is none of the workers`);
}

const workerPids = () => Promise.all(workers.map((worker) => worker.workerPid()));

/** What changes with every change of hands and every restart; a connection that was only offline for a while is the same. */
async function hands({ owner, epoch, code }: SessionRecord): Promise<object> {
  const events = await readEvents(server.client, SESSION, 0, 1_000);
  const starts = events.filter(({ json }) => json.includes('"code":"starting"')).length;
  return { owner, epoch, code, starts };
}

async function send(text: string): Promise<string> {
  const { id } = await storeMessage(server.client, SESSION, text);
  await addSendJob(lane, { messageId: id });
  return text;
}

const untilSent = (text: string) =>
  until(`"${text}" at the sink`, PATIENCE_MS, () => sink.effects.some((effect) => effect.text === text));

const untilGone = (pid: number) => until(`the end of ${pid}`, PATIENCE_MS, () => !isAlive(pid));

test(
  'kill -9 of the owner: declared dead and taken over at once, and its supervisor starts another worker',
  async () => {
    const { owner, pid, processes } = await owning();
    const epoch = (await readSession(server.client, SESSION))?.epoch ?? 0;
    const killedAt = performance.now();
    process.kill(pid, 'SIGKILL');
    const heir = await until('the claim of another', LEASE_MS, async () => {
      const session = await readSession(server.client, SESSION);
      return session?.owner !== undefined && session.owner !== owner && session;
    });
    expect(performance.now() - killedAt).toBeLessThan(1_000);
    expect(heir.epoch).toBeGreaterThan(epoch);
    expect(await server.client.exists(keys.worker(owner), keys.workerSessions(owner))).toBe(0);
    expect(await server.client.smembers(keys.workerSessions(heir.owner ?? ''))).toEqual([SESSION]);
    expect(await processes.workerPid()).not.toBe(pid);
  },
  PATIENCE_MS,
);

test(
  'SIGSTOP of the owner: killed and replaced before its lease ends, by what Redis says',
  async () => {
    const { owner, pid } = await owning();
    process.kill(pid, 'SIGSTOP');
    const leaseEnds = performance.now() + (await server.client.pttl(keys.worker(owner)));
    await until('another owner', PATIENCE_MS, async () => {
      const session = await readSession(server.client, SESSION);
      return session?.owner !== undefined && session.owner !== owner;
    });
    expect(performance.now()).toBeLessThan(leaseEnds);
    expect(isAlive(pid)).toBe(false);
  },
  PATIENCE_MS,
);

test(
  'an event loop that is blocked for three leases: nothing moves, and the send goes out',
  async () => {
    const { pid } = await owning();
    const before = await hands(await untilReadyElsewhere(undefined));
    await untilSent(await send(`block ${LEASE_MS * 3} ${pid}`));
    expect(await hands(await untilReadyElsewhere(undefined))).toEqual(before);
  },
  PATIENCE_MS,
);

test(
  'one that is blocked for longer than STALL_LIMIT: its process is ended, and the next owner sends the message once',
  async () => {
    const { owner, pid } = await owning();
    const text = await send(`block ${STALL_MS * 10} ${pid}`);
    await untilGone(pid);
    await untilReadyElsewhere(owner);
    await untilSent(text);
    expect(sink.effects.filter((effect) => effect.text === text)).toHaveLength(1);
  },
  PATIENCE_MS,
);

const outages: Record<string, () => Promise<number>> = {
  frozen: async () => server.pid ?? 0,
  'killed, and frozen when it starts again': async () => {
    const dead = server.pid ?? 0;
    process.kill(dead, 'SIGKILL');
    return until('the next Redis', PATIENCE_MS, () => server.pid !== dead && server.pid);
  },
};

test.each(Object.keys(outages))(
  'Redis %s, for longer than two leases: nothing moves and no process restarts',
  async (outage) => {
    const before = await hands(await untilReadyElsewhere(undefined));
    const pids = await workerPids();
    const redisPid = (await outages[outage]?.()) ?? 0;
    process.kill(redisPid, 'SIGSTOP');
    await sleep(LEASE_MS * 2.2);
    process.kill(redisPid, 'SIGCONT');
    await untilSent(await send(`after the outage: ${outage}`));
    // Time enough for whoever might take the session or end a process.
    await sleep(LEASE_MS * 1.2);
    expect(await workerPids()).toEqual(pids);
    expect(await hands(await untilReadyElsewhere(undefined))).toEqual(before);
  },
  PATIENCE_MS,
);

test(
  'a woken owner whose session another has taken over sends nothing',
  async () => {
    const { owner, pid, processes } = await owning();
    // Without its supervisor nobody ends it in time: this is what the fence is for.
    processes.supervisor.kill('SIGSTOP');
    process.kill(pid, 'SIGSTOP');
    const texts = await Promise.all(['one', 'two', 'three'].map((text) => send(`to the heir: ${text}`)));
    await untilReadyElsewhere(owner);
    const late = await send('while the old owner wakes');
    process.kill(pid, 'SIGCONT');
    for (const text of [...texts, late]) await untilSent(text);
    await until('the woken worker to give the session up', PATIENCE_MS, () =>
      processes.output().includes('the session belongs to another worker now'),
    );
    const after = await send('when it knows');
    await untilSent(after);
    const sent = sink.effects.filter(({ text }) => [...texts, late, after].includes(text));
    expect(sent).toHaveLength(5);
    expect(sent.filter((effect) => effect.pid === pid)).toEqual([]);
    processes.supervisor.kill('SIGCONT');
  },
  PATIENCE_MS * 2,
);

test(
  'kill -9 of the supervisor: the worker is gone at once, and the session goes on at the other when the lease has ended',
  async () => {
    const { owner, pid, processes } = await owning();
    const killedAt = performance.now();
    processes.supervisor.kill('SIGKILL');
    await untilGone(pid);
    expect(performance.now() - killedAt).toBeLessThan(1_000);
    await untilReadyElsewhere(owner);
    workers = [...workers.filter((worker) => worker !== processes), startWorker()];
  },
  PATIENCE_MS,
);

test(
  'SIGTERM of the supervisor: the session is given up in order and both end with 0',
  async () => {
    const { owner, pid, processes } = await owning();
    const exit = once(processes.supervisor, 'exit');
    processes.supervisor.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    expect(isAlive(pid)).toBe(false);
    expect(await server.client.exists(keys.worker(owner))).toBe(0);
    await untilReadyElsewhere(owner);
    workers = [...workers.filter((worker) => worker !== processes), startWorker()];
  },
  PATIENCE_MS,
);

test(
  'a configuration that cannot be used: said, and both end with 78',
  async () => {
    const processes = startWorkerProcesses({ REDIS_URL: 'http://not-redis' });
    expect(await once(processes.supervisor, 'exit')).toEqual([78, null]);
    expect(processes.output()).toContain('REDIS_URL: must look like');
  },
  PATIENCE_MS,
);
