import { connect, createServer } from 'node:net';
import { until } from '../../packages/local-machine/src/until.ts';
import { startEmulator } from '../../packages/whatsapp-emulator/src/emulator.ts';
import { type ApiClient, createApiClient } from '../../sandbox/src/api-client.ts';
import { type Receiver, startReceiver } from '../../sandbox/src/receiver.ts';
import { say } from '../../sandbox/src/terminal.ts';
import { playTranscript } from '../../sandbox/src/transcript.ts';

/**
 * WhatsApp, its phone and the customer, in one container beside those of the gateway. Plays the sandbox's transcript,
 * sees the session move to the other worker, and stops it. Ends with exit code 0 if all of it happened.
 */

/** As in compose.yml beside this file. */
const PAGE_PORT = 8443;
const RECEIVER_PORT = 8080;
const SESSION = 'loja';
const STEP_MS = 90_000;

try {
  await main();
  process.exit(0);
} catch (error) {
  say(`✗ ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

async function main(): Promise<void> {
  const secret = setting('WEBHOOK_SECRET');
  const emulator = await startEmulator();
  const receiver = await startReceiver(secret);
  await publish(PAGE_PORT, emulator.port);
  await publish(RECEIVER_PORT, Number(new URL(receiver.url).port));

  const api = createApiClient(setting('API_URL'), setting('API_KEY'));
  await playTranscript({ api, phone: emulator.control, receiver, say });
  await move(api, receiver);
  await api.control(SESSION, 'stop');
  await until('the stop', STEP_MS, async () => (await api.session(SESSION)).state === 'stopped');
  say('  ✓ session stopped');
}

/** run.sh stops the container that is named here: the login in the shared volume must serve the next one. */
async function move(api: ApiClient, receiver: Receiver): Promise<void> {
  const codes = () => receiver.events.filter(({ envelope }) => envelope.event === 'qr_code').length;
  const codesBefore = codes();
  const { worker } = await api.session(SESSION);
  say(`  → stopping the worker that has the session: ${worker}`);
  await until('the session on the other worker', STEP_MS, async () => {
    const session = await api.session(SESSION);
    return session.state === 'ready' && session.worker !== worker;
  });
  if (codes() !== codesBefore) throw new Error('the login was lost: the session showed a new QR code');
  say('  ✓ ready on the other worker, without a new QR code');
}

/** Emulator and receiver listen on loopback only; this lets the other containers in. */
function publish(port: number, loopbackPort: number): Promise<void> {
  const server = createServer((outside) => {
    const inside = connect(loopbackPort, '127.0.0.1');
    outside.pipe(inside).pipe(outside);
    for (const [socket, other] of [
      [outside, inside],
      [inside, outside],
    ] as const)
      socket.on('error', () => other.destroy());
  });
  return new Promise((resolve) => server.listen(port, () => resolve()));
}

function setting(name: string): string {
  // biome-ignore lint/style/noProcessEnv: this is the main of the process
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
