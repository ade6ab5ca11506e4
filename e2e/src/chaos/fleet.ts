import { once } from 'node:events';
import { join } from 'node:path';
import { startTcpRelay, type TcpRelay } from '@wagw/local-machine/tcp-relay';
import { isAlive, startWorkerProcesses, type WorkerProcesses } from '@wagw/worker/testing/worker-processes';
import { childrenOf } from '../processes.ts';

/** A machine, as far as the system can tell: workers that reach Redis and WhatsApp over wires of their own. */
export interface Host {
  readonly name: string;
  /** None where clients find Redis by themselves. */
  readonly redis: TcpRelay | undefined;
  readonly whatsapp: TcpRelay;
  readonly crews: readonly Crew[];
}

/** A supervisor and the worker process that it keeps running. */
export interface Crew {
  readonly name: string;
  readonly host: Host;
  /** A fault is at work on it: no other one may be. */
  isAfflicted: boolean;
  readonly processes: WorkerProcesses;
  /** The present worker process, if there is one. */
  workerPid(): number | undefined;
  /** Starts supervisor and worker; nothing happens while they run. */
  start(): void;
  /** Asks the supervisor to end both and resolves with how long that took in milliseconds, and its exit code. */
  stop(): Promise<{ ms: number; code: number | null }>;
  /** Kills supervisor, worker and everything below at once. */
  kill(): Promise<void>;
}

export interface FleetOptions {
  readonly hosts: number;
  readonly workers: number;
  readonly program: string;
  /** For what the processes write. */
  readonly logsPath: string;
  /** Where Redis listens, for relays to it. */
  readonly redisPort: number | undefined;
  readonly whatsappPort: number;
  env(host: Pick<Host, 'name' | 'redis' | 'whatsapp'>): Readonly<Record<string, string>>;
}

export interface Fleet {
  readonly hosts: readonly Host[];
  readonly crews: readonly Crew[];
  close(): Promise<void>;
}

/** Starts workers, dealt out to hosts in turn. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const hosts: (Host & { crews: Crew[] })[] = [];
  for (let index = 0; index < options.hosts; index += 1) {
    hosts.push({
      name: `host-${index}`,
      redis: options.redisPort === undefined ? undefined : await startTcpRelay({ port: options.redisPort }),
      whatsapp: await startTcpRelay({ port: options.whatsappPort }),
      crews: [],
    });
  }
  for (let index = 0; index < options.workers; index += 1) {
    const host = hosts[index % hosts.length];
    host?.crews.push(createCrew(`worker-${index}`, host, options));
  }
  const crews = hosts.flatMap((host) => host.crews);
  return {
    hosts,
    crews,
    async close() {
      for (const { redis, whatsapp } of hosts) {
        redis?.heal();
        whatsapp.heal();
      }
      await Promise.all(crews.map((crew) => crew.kill()));
      await Promise.all(hosts.flatMap(({ redis, whatsapp }) => [redis?.close(), whatsapp.close()]));
    },
  };
}

function createCrew(name: string, host: Host, { program, logsPath, env }: FleetOptions): Crew {
  const start = () => startWorkerProcesses(env(host), { program, logFile: join(logsPath, `${name}.log`) });
  let processes = start();
  const runs = () => processes.supervisor.exitCode === null && processes.supervisor.signalCode === null;
  return {
    name,
    host,
    isAfflicted: false,
    get processes() {
      return processes;
    },
    workerPid: () => processes.presentWorker(),
    start() {
      if (!runs()) processes = start();
    },
    async stop() {
      const from = performance.now();
      const exit = once(processes.supervisor, 'exit');
      processes.supervisor.kill('SIGTERM');
      const [code] = await exit;
      return { ms: performance.now() - from, code };
    },
    async kill() {
      const worker = processes.presentWorker();
      const below = worker === undefined ? [] : offspring(worker);
      await processes.kill();
      for (const pid of below) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    },
  };
}

/** The processes below one, all generations. */
function offspring(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...offspring(child)]);
}
