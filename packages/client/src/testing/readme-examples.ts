import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { until } from '@wagw/local-machine/until';
import { PROVIDERS, SERVE_ROUTE } from './readme-programs.ts';

const PACKAGE = resolve(import.meta.dirname, '../..');

const ROOT = resolve(PACKAGE, '../..');

/** The programs of the README as files, in a folder that finds the package under its name. */
export interface Examples {
  readonly names: readonly string[];
  /** What the compiler has to say. */
  check(): Promise<string>;
  /** Runs some in one process, one after the other. */
  run(
    programs: readonly { readonly name: string; readonly env?: Record<string, string> }[],
    env: Record<string, string>,
  ): RunningExamples;
  remove(): void;
}

export interface RunningExamples {
  /** The lines that they have printed, once all these texts are among them. @throws Error when one has failed */
  printed(texts: readonly string[], ms: number): Promise<string[]>;
  kill(): Promise<void>;
}

export function extractExamples(): Examples {
  const readme = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
  // Inside of the package, which finds itself by its name only there.
  mkdirSync(join(PACKAGE, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(PACKAGE, 'dist/readme-'));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const blocks = [...readme.matchAll(/^```ts (\S+)\n(.*?)^```$/gms)];
  for (const [, name = '', text = ''] of blocks) write(name, text);
  write('providers.ts', PROVIDERS);
  write('serve-route.ts', SERVE_ROUTE);
  return {
    names: blocks.map(([, name = '']) => name),

    async check() {
      const compilerOptions = { noEmit: true, composite: false, declaration: false, sourceMap: false };
      const config = { extends: '../../../../tsconfig.base.json', compilerOptions, include: ['*.ts'] };
      write('tsconfig.json', JSON.stringify(config));
      const tsc = promisify(execFile)(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder]);
      return (await tsc.catch((error: { stdout: string }) => error)).stdout;
    },

    run(programs, env) {
      const list = programs.map((program) => ({
        file: pathToFileURL(join(folder, program.name)).href,
        env: program.env ?? {},
      }));
      return runAll(folder, JSON.stringify(list), env);
    },

    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function runAll(folder: string, list: string, env: Record<string, string>): RunningExamples {
  const runner = join(import.meta.dirname, 'run-examples.ts');
  const child = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', runner, list], {
    cwd: folder,
    // biome-ignore lint/style/noProcessEnv: the process needs the machine's PATH and HOME
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  return {
    async printed(texts, ms) {
      const all = () => texts.every((text) => output.includes(text));
      await until('the output of all examples', ms, () => isOver() || all()).catch((error: Error) => {
        throw new Error(`${error.message}:\n${output}`);
      });
      if (!all()) throw new Error(`An example has failed:\n${output}`);
      return output.split('\n');
    },
    async kill() {
      if (isOver()) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
