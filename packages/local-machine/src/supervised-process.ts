import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface ProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where its output goes. Its process id stands beside it, in `….pid`. */
  readonly logFile: string;
  /** Told when it ended unasked and is started again. */
  readonly onRestart?: (name: string, how: string) => void;
  /** How long it stays away when it ended unasked. */
  readonly restartAfterMs?: number;
  /** An exit with this code is a configuration error: it is not started again. */
  readonly onConfigError?: (name: string, output: string) => void;
}

/** A child process that is started again whenever it ends without being asked to. */
export interface SupervisedProcess {
  readonly name: string;
  /** Of the present child. */
  readonly pid: number | undefined;
  /** SIGTERM, then SIGKILL after `graceMs`. Resolves when it is gone. Idempotent. */
  stop(graceMs?: number): Promise<void>;
}

const RESTART_DELAY_MS = 200;
const CONFIG_ERROR = 78;
const KEPT_OUTPUT = 4_000;

export function startProcess(options: ProcessOptions): SupervisedProcess {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const pidFile = `${options.logFile}.pid`;
  endLeftOver(pidFile, options);
  const log = createWriteStream(options.logFile, { flags: 'a' });
  let child: ChildProcess;
  let gone: Promise<void> = Promise.resolve();
  let stopping = false;
  let restart: NodeJS.Timeout | undefined;
  let output = '';

  function start(): void {
    output = '';
    child = spawn(options.command, options.args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // In a process group of its own: a Ctrl-C in the terminal is for whoever supervises, who then ends it in order.
      detached: true,
    });
    writeFileSync(pidFile, String(child.pid ?? ''));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        log.write(chunk);
        output = (output + chunk.toString()).slice(-KEPT_OUTPUT);
      });
    }
    gone = new Promise((resolve) => {
      child.once('error', (error) => log.write(`${error.message}\n`));
      child.once('close', (code, signal) => {
        resolve();
        if (stopping) return;
        if (code === CONFIG_ERROR) return options.onConfigError?.(options.name, output);
        options.onRestart?.(options.name, signal ?? `exit code ${code}`);
        restart = setTimeout(start, options.restartAfterMs ?? RESTART_DELAY_MS);
      });
    });
  }

  start();
  return {
    name: options.name,
    get pid() {
      return child.pid;
    },
    async stop(graceMs = 15_000) {
      stopping = true;
      clearTimeout(restart);
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await gone.finally(() => clearTimeout(force));
      rmSync(pidFile, { force: true });
      log.end();
    },
  };
}

/** A supervisor that was killed leaves its children behind; two of them on the same data would destroy it. */
function endLeftOver(pidFile: string, { command, args }: ProcessOptions): void {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8'));
    const running = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    const ours =
      running.includes(command.split('/').at(-1) ?? command) && running.includes(args.at(-1) ?? '');
    if (ours) process.kill(pid, 'SIGKILL');
  } catch {
    // There is none.
  }
}
