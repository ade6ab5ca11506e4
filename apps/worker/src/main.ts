import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { supervise } from './supervisor/supervise.ts';

/** The process to start: it runs `worker.ts` in a process of its own, and outlives its deaths. */
supervise({
  program: fileURLToPath(new URL(`./worker${extname(import.meta.url)}`, import.meta.url)),
  nodeFlags: process.execArgv,
  // biome-ignore lint/style/noProcessEnv: handed on as it is
  env: process.env,
});
