import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { until } from '@wagw/local-machine/until';

const PATIENCE_MS = 30_000;

/** A supervisor and its worker, run from source. */
export interface WorkerProcesses {
  readonly supervisor: ChildProcess;
  readonly output: () => string;
  /** The id of the present worker process. */
  workerPid(): Promise<number>;
  /** The same without waiting: undefined while there is none. */
  presentWorker(): number | undefined;
  /** Kills both, in whatever state they are. */
  kill(): Promise<void>;
}

export interface WorkerProcessesOptions {
  /** The supervisor's program. By default the one whose engine is scripted. */
  readonly program?: string;
  /** Gets the output too. */
  readonly logFile?: string;
}

const SCRIPTED_MAIN = fileURLToPath(new URL('./scripted-main.ts', import.meta.url));

export function startWorkerProcesses(
  env: Readonly<Record<string, string>>,
  { program = SCRIPTED_MAIN, logFile }: WorkerProcessesOptions = {},
): WorkerProcesses {
  const supervisor = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', program], {
    // biome-ignore lint/style/noProcessEnv: the processes need the machine's PATH and HOME
    env: { ...process.env, NODE_OPTIONS: '', WORKER_ROLES: 'sessions', METRICS_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = logFile === undefined ? undefined : createWriteStream(logFile, { flags: 'a' });
  let output = '';
  for (const stream of [supervisor.stdout, supervisor.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      if (log === undefined) output += chunk.toString();
      // Whoever outlives a supervisor that was killed may still write.
      else if (!log.writableEnded) log.write(chunk);
    });
  }
  /** A worker outlives its supervisor when it stands still. */
  let lastWorker: number | undefined;
  const presentWorker = () => {
    try {
      const children = readFileSync(`/proc/${supervisor.pid}/task/${supervisor.pid}/children`, 'utf8');
      lastWorker = Number.parseInt(children, 10) || undefined;
      return lastWorker;
    } catch {
      return undefined;
    }
  };
  return {
    supervisor,
    output: () => output,
    workerPid: () => until('a worker process', PATIENCE_MS, presentWorker),
    presentWorker,
    async kill() {
      presentWorker();
      if (supervisor.exitCode === null && supervisor.signalCode === null) {
        const gone = once(supervisor, 'exit');
        supervisor.kill('SIGKILL');
        await gone;
      }
      if (lastWorker !== undefined && isAlive(lastWorker)) process.kill(lastWorker, 'SIGKILL');
      log?.end();
    },
  };
}

/** Whether a process is there; one that only waits to be collected is not. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}
