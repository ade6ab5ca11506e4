import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const CONSOLE = join(ROOT, 'apps/console');
/** What `pnpm build:console` makes, and where the api looks for it. */
export const CONSOLE_FOLDER = join(CONSOLE, 'dist');
const SOURCES = [CONSOLE, join(ROOT, 'packages/client')];

/** Whether the built pages are those of the sources. */
export async function isConsoleBuilt(): Promise<boolean> {
  const built = await stat(join(CONSOLE_FOLDER, 'index.html')).catch(() => undefined);
  if (built === undefined) return false;
  const changed = await Promise.all(SOURCES.map((folder) => newest(folder)));
  return built.mtimeMs >= Math.max(...changed);
}

/** Builds the pages of the console unless they are there. To be called before the api starts, which reads them then. */
export async function ensureConsole(say: (line: string) => void): Promise<void> {
  if (await isConsoleBuilt()) return;
  say('Building the console …');
  await buildConsole();
}

/**
 * Builds the pages of the console, which takes some seconds.
 * @throws Error with what the builder wrote
 */
export async function buildConsole(folder = CONSOLE_FOLDER): Promise<void> {
  const vite = join(CONSOLE, 'node_modules/vite/bin/vite.js');
  const builder = spawn(process.execPath, [vite, 'build', '--outDir', folder, '--emptyOutDir'], {
    cwd: CONSOLE,
    // Whatever builds it: Vite takes React's slower half for developers when it finds anything else here, as under a test.
    // biome-ignore lint/style/noProcessEnv: the rest is the builder's own
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  for (const stream of [builder.stdout, builder.stderr]) stream.on('data', (chunk) => output.push(chunk));
  const [code] = await once(builder, 'close');
  if (code !== 0) throw new Error(`The console could not be built:\n${Buffer.concat(output).toString()}`);
}

/** When the last of the sources was changed, in unix milliseconds. */
async function newest(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true });
  const times = entries
    .filter(({ name }) => name !== 'node_modules' && name !== 'dist')
    .map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? newest(path) : stat(path).then(({ mtimeMs }) => mtimeMs);
    });
  return Math.max(0, ...(await Promise.all(times)));
}
