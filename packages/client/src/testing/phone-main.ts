import { fileURLToPath } from 'node:url';
import { supervise } from '@wagw/worker/supervisor/supervise';

/** A worker's supervisor, with phones that play along in place of WhatsApp. */
supervise({
  program: fileURLToPath(new URL('./phone-worker.ts', import.meta.url)),
  nodeFlags: process.execArgv,
  // biome-ignore lint/style/noProcessEnv: handed on as it is
  env: process.env,
});
