import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureSystemParts } from '@wagw/local-machine/system-parts';
import { until } from '@wagw/local-machine/until';
import { createApiClient } from '@wagw/sandbox/api-client';
import { type Env, type Gateway, startGateway } from '@wagw/sandbox/gateway';
import { type Receiver, startReceiver } from '@wagw/sandbox/receiver';
import { USUAL_BROWSERS } from '@wagw/shared/config/usual-browsers';
import type { Envelope } from '@wagw/shared/events/catalogue';
import type { MessageView } from '@wagw/shared/messages/message-schema';
import type { SessionState } from '@wagw/shared/sessions/session-state';
import { type Emulator, startEmulator } from '@wagw/whatsapp-emulator/emulator';

/** Long enough for a machine with two busy cores; what is waited for comes in seconds. */
export const PATIENCE_MS = 90_000;

/** The whole system with real parts: Redis, api, workers, Chromium, an emulated WhatsApp and a customer's receiver. */
export interface World {
  readonly api: ReturnType<typeof createApiClient>;
  readonly apiKey: string;
  readonly gateway: Gateway;
  readonly emulator: Emulator;
  readonly receiver: Receiver;
  readonly secret: string;
  /** The folder with Redis' data, profiles and logs. */
  readonly dataPath: string;
  /** Every event that the receiver has, in the order of its number within the session. */
  events(sessionId: string): Envelope[];
  /** Starts a session and scans its QR code with the phone of that number. */
  link(sessionId: string, phone: string): Promise<void>;
  untilState(sessionId: string, state: SessionState): Promise<void>;
  /** Sends a text and returns its record as accepted. */
  send(sessionId: string, to: string, text: string): Promise<MessageView>;
  untilStatus(sessionId: string, messageId: string, statuses: readonly string[]): Promise<MessageView>;
  /** Waits until the receiver has every event up to the last one and the given condition holds. */
  untilDelivered(sessionId: string, complete: (events: Envelope[]) => boolean): Promise<Envelope[]>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly workers?: number;
  readonly env?: Env;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const parts = ensureSystemParts({ chrome: undefined, usualBrowsers: USUAL_BROWSERS }, () => undefined);
  const dataPath = await mkdtemp(join(tmpdir(), 'wagw-e2e-'));
  const emulator = await startEmulator();
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const receiver = await startReceiver(secret);
  const apiKey = randomBytes(16).toString('hex');
  const gateway = await startGateway({
    parts,
    dataPath,
    apiKey,
    workers: options.workers ?? 1,
    env: {
      // biome-ignore lint/style/noProcessEnv: the processes need the machine's PATH and HOME
      ...process.env,
      NODE_OPTIONS: '',
      CHROME_ARGS: emulator.chromeArgs.map((flag) => `'${flag}'`).join(' '),
      APP_WEBHOOK_URL: receiver.url,
      WEBHOOK_SECRET: secret,
      WEBHOOK_ALLOWED_HOSTS: '127.0.0.1',
      // Tests run on a machine that has much else to do.
      MAX_EVENT_LOOP_DELAY: '0',
      ...options.env,
    },
  });
  const api = createApiClient(gateway.apiUrl, apiKey);

  const world: World = {
    api,
    apiKey,
    gateway,
    emulator,
    receiver,
    secret,
    dataPath,
    events: (sessionId) =>
      receiver.events
        .map(({ envelope }) => envelope)
        .filter((envelope) => envelope.sessionId === sessionId)
        .sort((a, b) => a.seq - b.seq),
    async link(sessionId, phone) {
      await emulator.control.account({ phone });
      await api.startSession(sessionId);
      await until(`a scanned QR code of ${sessionId}`, PATIENCE_MS, async () => {
        const { qr } = await api.qr(sessionId);
        await emulator.control.scan({ qr, phone });
        return true;
      });
      await world.untilState(sessionId, 'ready');
    },
    async untilState(sessionId, state) {
      await until(`state ${state} of ${sessionId}`, PATIENCE_MS, async () => {
        const session = await api.session(sessionId);
        if (session.state === state) return true;
        throw new Error(`it is ${session.state} (${session.code})`);
      });
    },
    send: (sessionId, to, text) => api.send(sessionId, { to, text }, randomUUID()),
    untilStatus: (sessionId, messageId, statuses) =>
      until(`status ${statuses.join(' or ')} of a message`, PATIENCE_MS, async () => {
        const message = await api.message(sessionId, messageId);
        if (message.status !== null && statuses.includes(message.status)) return message;
        throw new Error(`it is ${message.status}`);
      }),
    async untilDelivered(sessionId, complete) {
      return await until(`the delivery of the events of ${sessionId}`, PATIENCE_MS, () => {
        const events = world.events(sessionId);
        const gapless = events.every(({ seq }, index) => seq === index + 1);
        return gapless && complete(events) && events;
      });
    },
    async close() {
      await gateway.stop();
      await receiver.close();
      await emulator.close();
      await rm(dataPath, { recursive: true, force: true });
    },
  };
  return world;
}

/** The events of one name, with their data as loose values for assertions. */
export function named(events: readonly Envelope[], name: Envelope['event']): Envelope['data'][] {
  return events.filter(({ event }) => event === name).map(({ data }) => data);
}
