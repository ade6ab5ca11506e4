import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePort } from '@wagw/local-machine/free-port';
import { ensureSystemParts } from '@wagw/local-machine/system-parts';
import { USUAL_BROWSERS } from '@wagw/shared/config/usual-browsers';
import { startEmulator } from '@wagw/whatsapp-emulator/emulator';
import { createApiClient } from './api-client.ts';
import { ensureConsole } from './build-console.ts';
import { closeOnSignal } from './close-on-signal.ts';
import { startGateway } from './gateway.ts';
import { startReceiver } from './receiver.ts';
import { say } from './terminal.ts';
import { playTranscript } from './transcript.ts';

/**
 * `pnpm sandbox`: the whole gateway on this machine with an emulated WhatsApp, and its main job played through.
 * With `--once` it ends after that.
 */

const DATA = resolve(import.meta.dirname, '../../.data/sandbox', String(process.pid));
const WISHED_API_PORT = 3001;

const opened: (() => Promise<unknown> | unknown)[] = [];
const closeAll = closeOnSignal(async () => {
  for (const close of opened.reverse()) await close();
});

const once = process.argv.includes('--once');
try {
  await main();
  if (once) {
    await closeAll();
    process.exit(0);
  }
} catch (error) {
  say(`\n✗ ${error instanceof Error ? error.message : String(error)}`);
  say(`  What the processes wrote is in ${join(DATA, 'logs')}.`);
  await closeAll();
  process.exit(1);
}

async function main(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: this is the main of the process
  const env = process.env;
  say('WhatsApp gateway, sandbox: an emulated WhatsApp, everything else is real.');
  const parts = ensureSystemParts({ chrome: env.CHROME_EXECUTABLE_PATH, usualBrowsers: USUAL_BROWSERS }, say);
  mkdirSync(DATA, { recursive: true });
  if (!once) await ensureConsole(say);

  const emulator = await startEmulator();
  opened.push(() => emulator.close());
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const receiver = await startReceiver(secret);
  opened.push(() => receiver.close());

  const apiKey = randomBytes(24).toString('hex');
  const gateway = await startGateway({
    parts,
    dataPath: DATA,
    apiKey,
    apiPort: await freePort(WISHED_API_PORT),
    env: {
      ...env,
      CHROME_ARGS: [env.CHROME_ARGS ?? '', ...emulator.chromeArgs.map((flag) => `'${flag}'`)].join(' '),
      APP_WEBHOOK_URL: receiver.url,
      WEBHOOK_SECRET: secret,
      WEBHOOK_ALLOWED_HOSTS: '127.0.0.1',
    },
    onRestart: (name, how) => say(`  ! ${name} ended (${how}); starting it again`),
    onConfigError: (_name, output) => say(output),
  });
  opened.push(() => gateway.stop());
  const pids = [gateway.redis, gateway.api, ...gateway.workers].map(({ name, pid }) => `${name} ${pid}`);
  say(`Running: ${pids.join(', ')}\n`);

  await playTranscript({
    api: createApiClient(gateway.apiUrl, apiKey),
    phone: emulator.control,
    receiver,
    say,
  });
  if (once) rmSync(DATA, { recursive: true, force: true });
  else
    showWhatToTry({
      apiUrl: gateway.apiUrl,
      apiKey,
      phoneUrl: emulator.controlUrl,
      metricsUrl: gateway.metricsUrl,
    });
}

function showWhatToTry(at: { apiUrl: string; apiKey: string; phoneUrl: string; metricsUrl: string }): void {
  say(`
It stays up until Ctrl-C. To try:
  the console        ${at.apiUrl}/console/   (sign in with the key ${at.apiKey})
  the phone          ${at.phoneUrl}
  the API            ${at.apiUrl}/api/v1/sessions   (header x-gateway-key: ${at.apiKey})
  health, metrics    ${at.apiUrl}/health   ${at.metricsUrl}

  curl -s ${at.apiUrl}/api/v1/sessions/loja/messages \\
    -H 'x-gateway-key: ${at.apiKey}' -H 'content-type: application/json' \\
    -d '{"to":"+5511900000002","text":"Olá!"}'

Kill any of the processes with kill -9 and send again.`);
}
