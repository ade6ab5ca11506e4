import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { PATIENCE_MS, startWorld, type World } from '../world.ts';
import { type BackendServer, startBackendServer } from './backend-server.ts';
import { read } from './camera.ts';
import { RentalBackend } from './rental-backend.ts';
import { SupportDesk } from './support-desk.ts';
import { WebAppClient } from './web-app-client.ts';

/** Three systems that were built against other gateways, with their own requests and webhook handlers, against this one. */

const CUSTOMER = '5511977770000';
const API_KEY = 'sua-api-key-segura';
/** One red pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);
const QR_CODE = expect.stringMatching(/^data:image\/png;base64,/);

let world: World;
let files: BackendServer;
let rental: RentalBackend;
let desk: SupportDesk;
let deskWebhook: string;

beforeAll(async () => {
  rental = new RentalBackend(API_KEY, 'your-webhook-secret-here');
  desk = new SupportDesk(API_KEY);
  deskWebhook = await desk.listen();
  files = await startBackendServer({
    '/image.png': async () => new Response(PIXEL, { headers: { 'content-type': 'image/png' } }),
  });
  world = await startWorld({
    env: {
      API_KEY,
      LOCAI_WEBHOOK_URL: await rental.listen(),
      WEBHOOK_SECRET: 'your-webhook-secret-here',
      APP_WEBHOOK_URL: '',
      MEDIA_ALLOWED_HOSTS: '127.0.0.1',
    },
  });
  rental.gatewayUrl = world.gateway.apiUrl;
  desk.gatewayUrl = world.gateway.apiUrl;
  await world.emulator.control.account({ phone: CUSTOMER });
}, PATIENCE_MS);

afterAll(async () => {
  await world?.close();
  rental?.close();
  desk?.close();
  files?.close();
}, PATIENCE_MS);

/** The owner holds a phone before the picture; a code that has just expired is followed by the next. */
async function scan(phone: string, picture: () => Promise<unknown>): Promise<void> {
  await world.emulator.control.account({ phone });
  await until(`a scanned QR code for ${phone}`, PATIENCE_MS, async () => {
    await world.emulator.control.scan({ qr: read(String(await picture())), phone });
    return true;
  });
}

/** What the customer's phone has from a number, as its owner sees it. */
async function seenFrom(phone: string): Promise<[type: string, text: unknown][]> {
  const messages = await world.emulator.control.messages({ phone: CUSTOMER, chat: phone });
  return messages
    .filter(({ fromMe }) => !fromMe)
    .map(({ type, attrs }) => [type, attrs.caption ?? attrs.body]);
}

const statusOf = async (tenantId: string) =>
  (await (await rental.status(tenantId)).json()) as Record<string, unknown>;

describe('the rental backend with its agent', () => {
  const TENANT = 'tenant-123';
  const PHONE = '5511977770001';

  test('a wrong key is answered with 401', async () => {
    expect((await rental.status('test', 'WRONG_KEY')).status).toBe(401);
  });

  test(
    'a tenant connects by a QR code that comes by webhook and by polling',
    async () => {
      expect(await statusOf(TENANT)).toMatchObject({ connected: false, status: 'disconnected' });
      expect(await rental.sendMessage(TENANT, CUSTOMER, 'Too early')).toBe(false);

      const started = await rental.start(TENANT);
      expect(started.ok).toBe(true);
      expect(await started.json()).toMatchObject({ success: true, status: 'initializing' });

      const [told] = await until('the QR code by webhook', PATIENCE_MS, () => {
        const codes = rental.told(TENANT, 'qr_code');
        return codes.length > 0 && codes;
      });
      expect(told).toEqual({ qrCode: QR_CODE, status: 'qr_available' });
      await scan(PHONE, async () => {
        const polled = await statusOf(TENANT);
        expect(polled).toMatchObject({ connected: false, status: 'qr_available', qrCode: QR_CODE });
        return polled.qrCode;
      });

      await until('the news that it is connected', PATIENCE_MS, () =>
        rental.told(TENANT, 'status_change').some(({ connected }) => connected === true),
      );
      expect(rental.told(TENANT, 'status_change')).toContainEqual({
        connected: true,
        status: 'connected',
        phoneNumber: PHONE,
      });
      expect(await statusOf(TENANT)).toMatchObject({
        connected: true,
        status: 'connected',
        phoneNumber: `+${PHONE}`,
        qrCode: null,
      });
    },
    PATIENCE_MS * 2,
  );

  test(
    'the agent answers what a customer writes, and sends a picture',
    async () => {
      const text = 'Olá, quero alugar um apartamento';
      rental.agentOf.add(TENANT);
      await world.emulator.control.incoming({ to: PHONE, from: CUSTOMER, text });
      await until('the answer on the phone', PATIENCE_MS, async () => (await seenFrom(PHONE)).length === 1);
      expect(rental.told(TENANT, 'message')).toEqual([
        {
          from: CUSTOMER,
          message: text,
          messageId: expect.any(String),
          timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          type: 'text',
        },
      ]);

      expect(await rental.sendMessage(TENANT, CUSTOMER, 'A vista', `${files.origin}/image.png`)).toBe(true);
      await until('the picture', PATIENCE_MS, async () => (await seenFrom(PHONE)).length === 2);
      expect(await seenFrom(PHONE)).toEqual([
        ['chat', `Sofia: ${text}`],
        ['image', 'A vista'],
      ]);
      expect({ refused: rental.refused, unsigned: rental.unsigned }).toEqual({ refused: 0, unsigned: 0 });
    },
    PATIENCE_MS,
  );

  test(
    'its curl commands for trouble work, with the key',
    async () => {
      const headers = { Authorization: `Bearer ${API_KEY}` };
      const tried = await until('an example that has arrived', PATIENCE_MS, async () => {
        const answer = await fetch(`${world.gateway.apiUrl}/test-webhook`, { method: 'POST', headers });
        const { success, results } = (await answer.json()) as { success: boolean; results: unknown };
        return success && results;
      });
      expect(tried).toMatchObject([{ delivered: true, httpStatus: 200, error: null }]);
      expect(rental.told('test', 'status_change').length).toBeGreaterThan(0);
      const all = await fetch(`${world.gateway.apiUrl}/api/v1/sessions/status`, { headers });
      expect(await all.json()).toMatchObject({
        success: true,
        sessions: [{ tenantId: TENANT, connected: true, status: 'connected' }],
      });
      expect((await fetch(`${world.gateway.apiUrl}/health`)).status).toBe(200);
    },
    PATIENCE_MS,
  );
});

test(
  'the web app starts a session, scans the code of the answer, and sends a text and an image',
  async () => {
    const TENANT = 'tenant_empresa_a';
    const PHONE = '5511977770002';
    const client = new WebAppClient(world.gateway.apiUrl, API_KEY);
    // On a slow machine the first answer may come before the code.
    const started = await until('an answer with the QR code', PATIENCE_MS, async () => {
      const answer = await client.startSession(TENANT);
      return answer.qrCode !== null && answer;
    });
    expect(started).toMatchObject({ success: true, sessionId: TENANT, qrCode: QR_CODE });
    expect(await client.followQr(TENANT)).toEqual(QR_CODE);
    await scan(PHONE, async () => (await client.status(TENANT)).qrCode);
    const status = await until('its connection', PATIENCE_MS, async () => {
      const now = await client.status(TENANT);
      return now.connected === true && now;
    });
    expect(status).toMatchObject({ status: 'connected', phoneNumber: `+${PHONE}`, qrCode: null });

    const text = 'Olá! Esta é uma mensagem via API.';
    expect(await client.sendMessage(TENANT, `+${CUSTOMER}`, text)).toEqual({
      success: true,
      messageId: expect.any(String),
      status: expect.any(String),
    });
    await client.sendImage(TENANT, `+${CUSTOMER}`, `${files.origin}/image.png`);
    await until('both on the phone', PATIENCE_MS, async () => (await seenFrom(PHONE)).length === 2);
    expect(await seenFrom(PHONE)).toEqual([
      ['chat', text],
      ['image', 'Legenda da imagem'],
    ]);
    await until(
      'a note of that',
      PATIENCE_MS,
      async () => (await client.status(TENANT)).lastActivity !== null,
    );
  },
  PATIENCE_MS * 2,
);

test(
  'the support desk connects, files what comes in, answers, and disconnects',
  async () => {
    const TENANT = 'fiv-7';
    const PHONE = '5511977770003';
    expect(await desk.status(TENANT)).toMatchObject({ connected: false, status: 'disconnected' });
    const shown = await until('the QR code of the answer', PATIENCE_MS, async () => {
      const { qrCode } = await desk.connect(TENANT, deskWebhook);
      return typeof qrCode === 'string' && qrCode;
    });
    expect(read(shown)).toMatch(/,/);
    await scan(PHONE, async () => (await desk.status(TENANT)).qrCode);
    await until('its connection', PATIENCE_MS, async () => (await desk.status(TENANT)).connected);

    await world.emulator.control.incoming({ to: PHONE, from: CUSTOMER, text: 'Preciso de ajuda' });
    const [filed] = await until(
      'the message at the desk',
      PATIENCE_MS,
      () => desk.conversations.length > 0 && desk.conversations,
    );
    expect(filed).toMatchObject({ event: 'message', tenantId: TENANT, message: 'Preciso de ajuda' });
    expect(await desk.sendMessage(TENANT, String(filed?.chatId), 'Em que posso ajudar?')).toMatchObject({
      success: true,
    });
    await until('the answer on the phone', PATIENCE_MS, async () => (await seenFrom(PHONE)).length === 1);
    expect(await seenFrom(PHONE)).toEqual([['chat', 'Em que posso ajudar?']]);

    expect(await desk.disconnect(TENANT)).toMatchObject({ success: true, status: 'disconnected' });
    await until('no linked device', PATIENCE_MS, async () => {
      const { devices } = await world.emulator.control.state();
      return !devices.some(({ phone }) => phone === PHONE);
    });
    await expect(desk.sendMessage(TENANT, CUSTOMER, 'Alguém?')).rejects.toThrow('400 Session not active');
  },
  PATIENCE_MS * 2,
);
