import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** The parts of a console that is too small to be one, as `vite build` lays them. */
export const SCRIPT =
  'document.title = "a script of the console that is long enough to be worth compressing";';
export const SCRIPT_PATH = '/console/assets/index-Bq3x_9Zk.js';

const page = (name: string) =>
  `<!doctype html><title>${name}</title><script nonce="__CSP_NONCE__" src="${SCRIPT_PATH}"></script><style nonce="__CSP_NONCE__"></style>`;

export interface ConsoleBuildFolder {
  readonly folder: string;
  remove(): Promise<void>;
}

export async function writeConsoleBuild(): Promise<ConsoleBuildFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'wagw-console-'));
  await mkdir(join(folder, 'assets'));
  const script = join(folder, SCRIPT_PATH.replace('/console/', ''));
  await Promise.all([
    writeFile(join(folder, 'index.html'), page('the console')),
    writeFile(join(folder, 'connect.html'), page('connect a phone')),
    writeFile(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>'),
    writeFile(script, SCRIPT),
    writeFile(`${script}.br`, brotliCompressSync(SCRIPT)),
    writeFile(`${script}.gz`, gzipSync(SCRIPT)),
  ]);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
