import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ensureSystemParts } from '@wagw/local-machine/system-parts';
import { until } from '@wagw/local-machine/until';
import { startReceiver } from '@wagw/sandbox/receiver';
import { USUAL_BROWSERS } from '@wagw/shared/config/usual-browsers';
import { startEmulator } from '@wagw/whatsapp-emulator/emulator';
import { browsersBelow } from '../processes.ts';
import { asLoggedEntry } from './logged-entry.ts';
import { startPlatform } from './platform.ts';
import type { World, WorldOptions } from './world.ts';

const CUSTOMER = '5511955550000';
const LINKED_MS = 90_000;

/** The whole gateway with Chromium, an emulated WhatsApp and a customer's receiver of webhooks. */
export async function startChromiumWorld(options: WorldOptions): Promise<World> {
  const parts = ensureSystemParts({ chrome: undefined, usualBrowsers: USUAL_BROWSERS }, () => undefined);
  const emulator = await startEmulator();
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const receiver = await startReceiver(secret);
  const profiles = join(options.dataPath, 'sessions');
  const platform = await startPlatform({
    ...options,
    whatsappPort: emulator.port,
    program: 'apps/worker/src/main.ts',
    workerEnv: (port) => ({
      WORKER_ROLES: 'sessions,webhooks',
      CHROME_EXECUTABLE_PATH: parts.chrome,
      CHROME_ARGS: emulator.chromeArgs
        .map((flag) => `'${flag.replace(`127.0.0.1:${emulator.port}`, `127.0.0.1:${port}`)}'`)
        .join(' '),
      SESSIONS_PATH: profiles,
      APP_WEBHOOK_URL: receiver.url,
      WEBHOOK_SECRET: secret,
      WEBHOOK_ALLOWED_HOSTS: '127.0.0.1',
      WEBHOOK_RETRY_SCHEDULE: '1s,1s,2s,2s,5s,5s,5s,5s',
    }),
  });
  const { client } = platform;
  const shops = Array.from({ length: options.sessions }, (_, index) => ({
    session: `shop-${index}`,
    phone: `55119555510${String(index).padStart(2, '0')}`,
  }));
  const phoneOf = new Map(shops.map(({ session, phone }) => [session, phone]));
  const sessionOf = new Map(shops.map(({ session, phone }) => [phone, session]));
  let accepted = 0;

  async function link(session: string, phone: string): Promise<void> {
    await emulator.control.account({ phone });
    await client.startSession(session);
    await until(`a scanned QR code of ${session}`, LINKED_MS, async () => {
      const { qr } = await client.qr(session);
      await emulator.control.scan({ qr, phone });
      return true;
    });
    await until(
      `${session} to be ready`,
      LINKED_MS,
      async () => (await client.session(session)).state === 'ready',
    );
  }

  return {
    ...platform,
    client: {
      ...client,
      async send(...args) {
        const message = await client.send(...args);
        accepted += 1;
        return message;
      },
    },
    sessions: shops.map(({ session }) => session),
    customer: CUSTOMER,
    browsers: () => browsersBelow(options.dataPath),
    async connectAll() {
      await emulator.control.account({ phone: CUSTOMER });
      for (const { session, phone } of shops) await link(session, phone);
    },
    // Which process has them is not seen from here.
    underWay: async () => accepted - (await emulator.control.sent({ to: CUSTOMER })).length,
    async incoming(session, text) {
      const { id } = await emulator.control.incoming({
        to: phoneOf.get(session) ?? '',
        from: CUSTOMER,
        text,
      });
      return id;
    },
    async effects() {
      const sent = await emulator.control.sent({ to: CUSTOMER });
      return sent.flatMap(({ from, text, id, arrivals }) => {
        const effect = { session: sessionOf.get(from) ?? from, text, id };
        const repeats = Array.from({ length: arrivals - 1 }, () => ({
          ...effect,
          outcome: 'repeated' as const,
        }));
        return [{ ...effect, outcome: 'accepted' as const }, ...repeats];
      });
    },
    async aftermath() {
      const log = receiver.events
        .map(({ envelope }) => asLoggedEntry(envelope))
        .toSorted((a, b) => a.seq - b.seq);
      return { connections: [], log };
    },
    async close() {
      await platform.close();
      await receiver.close();
      await emulator.close();
    },
  };
}
