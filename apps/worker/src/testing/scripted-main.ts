import { fileURLToPath } from 'node:url';
import { supervise } from '../supervisor/supervise.ts';

/** `main.ts` with the scripted worker in place of the real one. */
supervise({
  program: fileURLToPath(new URL('./scripted-worker.ts', import.meta.url)),
  nodeFlags: process.execArgv,
  // biome-ignore lint/style/noProcessEnv: handed on as it is
  env: process.env,
});
