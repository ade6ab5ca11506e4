import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { until } from '@wagw/local-machine/until';

const PATIENCE_MS = 30_000;

/** A supervisor and its worker, run from source with the scripted engine. */
export interface WorkerProcesses {
  readonly supervisor: ChildProcess;
  readonly output: () => string;
  /** The id of the present worker process. */
  workerPid(): Promise<number>;
  /** Kills both, in whatever state they are. */
  kill(): Promise<void>;
}

export function startWorkerProcesses(env: Readonly<Record<string, string>>): WorkerProcesses {
  const program = fileURLToPath(new URL('./scripted-main.ts', import.meta.url));
  const supervisor = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', program], {
    // biome-ignore lint/style/noProcessEnv: the processes need the machine's PATH and HOME
    env: { ...process.env, NODE_OPTIONS: '', WORKER_ROLES: 'sessions', METRICS_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [supervisor.stdout, supervisor.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const presentWorker = () => {
    const children = readFileSync(`/proc/${supervisor.pid}/task/${supervisor.pid}/children`, 'utf8');
    return Number.parseInt(children, 10) || undefined;
  };
  return {
    supervisor,
    output: () => output,
    workerPid: () => until('a worker process', PATIENCE_MS, presentWorker),
    async kill() {
      if (supervisor.exitCode !== null || supervisor.signalCode !== null) return;
      const worker = presentWorker();
      const gone = once(supervisor, 'exit');
      supervisor.kill('SIGKILL');
      await gone;
      if (worker !== undefined && isAlive(worker)) process.kill(worker, 'SIGKILL');
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

/** One send as it left a worker process. */
export interface Effect {
  readonly id: string;
  readonly text: string;
  readonly pid: number;
}

/** WhatsApp, as far as scripted workers know it: what has arrived, in order. */
export interface Sink {
  readonly url: string;
  readonly effects: readonly Effect[];
  close(): Promise<void>;
}

export async function startSink(): Promise<Sink> {
  const effects: Effect[] = [];
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') {
      const known = effects.some(({ id }) => request.url === `/${id}`);
      return void response.writeHead(known ? 200 : 404).end();
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    effects.push(JSON.parse(Buffer.concat(chunks).toString()));
    response.writeHead(204).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    effects,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
