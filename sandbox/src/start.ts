import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryPort } from '@wagw/local-machine/free-port';
import { ensureSystemParts } from '@wagw/local-machine/system-parts';
import { USUAL_BROWSERS } from '@wagw/shared/config/usual-browsers';
import { AnswerError, createApiClient } from './api-client.ts';
import { ensureConsole } from './build-console.ts';
import { closeOnSignal } from './close-on-signal.ts';
import { type Gateway, startGateway } from './gateway.ts';
import { say, showQr } from './terminal.ts';

/**
 * `pnpm start`: Redis, api and worker on this machine against the real WhatsApp. The data stay in `.data/gateway`.
 */

const DATA = resolve(import.meta.dirname, '../../.data/gateway');
const SESSION = 'main';
const LOOK_EVERY_MS = 1_000;

let gateway: Gateway | undefined;
const closing = new AbortController();
const closeAll = closeOnSignal(async () => {
  closing.abort();
  await gateway?.stop();
});

try {
  await main();
} catch (error) {
  say(`\n✗ ${error instanceof Error ? error.message : String(error)}`);
  await closeAll();
  process.exit(1);
}

async function main(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: this is the main of the process
  const env = process.env;
  const parts = ensureSystemParts({ chrome: env.CHROME_EXECUTABLE_PATH, usualBrowsers: USUAL_BROWSERS }, say);
  mkdirSync(DATA, { recursive: true, mode: 0o700 });
  await ensureConsole(say);
  const port = Number(env.PORT ?? 3001);
  await tryPort(port).catch(() => {
    throw new Error(`Port ${port} is taken; choose another one: PORT=3005 pnpm start`);
  });
  const apiKey = env.API_KEY ?? ownKey(join(DATA, 'api-key'));
  gateway = await startGateway({
    parts,
    dataPath: DATA,
    apiKey,
    apiPort: port,
    env,
    onRestart: (name, how) => say(`! ${name} ended (${how}); starting it again`),
    onConfigError: (_name, output) => {
      say(output);
      process.kill(process.pid, 'SIGTERM');
    },
  });
  say(`The gateway is up: ${gateway.apiUrl}/api/v1  (x-gateway-key: ${apiKey})`);
  say(`The console: ${gateway.apiUrl}/console/  (sign in with that key)`);
  say(`Logs are in ${join(DATA, 'logs')}. Ctrl-C ends it; the login is kept.\n`);
  const api = createApiClient(gateway.apiUrl, apiKey);
  await api.startSession(SESSION);
  await follow(api);
}

/** Shows each change of the session's state, and each QR code, until the process ends. */
async function follow(api: ReturnType<typeof createApiClient>): Promise<void> {
  let told = '';
  let shown = '';
  while (!closing.signal.aborted) {
    try {
      const session = await api.session(SESSION);
      if (session.code !== told) say(`${session.state}: ${session.message}`);
      told = session.code;
      if (session.state === 'qr') {
        const { qr } = await api.qr(SESSION);
        if (qr !== shown) await showQr(qr);
        shown = qr;
      }
    } catch (error) {
      // A code may expire between the two requests.
      if (!(error instanceof AnswerError)) throw error;
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal: closing.signal }).catch(() => undefined);
  }
}

/** The key of this machine's gateway, made at the first start. */
function ownKey(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}
