import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { PATIENCE_MS, startWorld, type World } from '../world.ts';
import { read } from './camera.ts';
import { HubBackend, WhatsAppProvider } from './hub-backend.ts';

/** A hub with a gateway of its own: its settings, its key's header, its provider and its webhook controller, on the native API. */

const SESSION = 'sess_abc123';
const SHOP = '5511955550001';
const CUSTOMER = '5511955550000';

const hub = new HubBackend();
let world: World;
let provider: WhatsAppProvider;

beforeAll(async () => {
  const webhook = await hub.listen();
  world = await startWorld({
    env: {
      APP_WEBHOOK_URL: webhook,
      // The hub's document knows none.
      WEBHOOK_SECRET: '',
      WEBHOOK_TIMEOUT: '10000',
      HEALTH_CHECK_INTERVAL: '30000',
      KEY_HEADERS: 'x-28web-gateway-key',
    },
  });
  provider = new WhatsAppProvider(world.gateway.apiUrl, world.apiKey);
  hub.provider = provider;
  for (const phone of [SHOP, CUSTOMER]) await world.emulator.control.account({ phone });
}, PATIENCE_MS);

afterAll(async () => {
  await world?.close();
  hub.close();
}, PATIENCE_MS);

const seconds = expect.any(Number);

test(
  'a session is created, its QR code comes by webhook, and its states are told until it is connected',
  async () => {
    expect(await provider.createSession(SESSION)).toMatchObject({ id: SESSION });
    await until('a scanned code', PATIENCE_MS, async () => {
      if (hub.session.qrCode === '') return false;
      await world.emulator.control.scan({ qr: read(hub.session.qrCode), phone: SHOP });
      return true;
    });
    await until('the connection', PATIENCE_MS, () => {
      const { status, connection } = hub.session;
      return status === 'connected' && connection === 'open';
    });
    expect(hub.told[0]).toEqual(expect.objectContaining({ sessionId: SESSION, timestamp: seconds }));
    expect(hub.of('qr_code')[0]).toEqual(
      expect.objectContaining({
        qrCode: expect.stringMatching(/^data:image\/png;base64,/),
        timeout: seconds,
      }),
    );
    const statuses = hub.of('session.status').map(({ status }) => status);
    expect(statuses).toEqual(expect.arrayContaining(['connecting', 'qr_code', 'connected']));
    expect(await provider.getSessionStatus(SESSION)).toMatchObject({
      state: 'ready',
      account: { phone: SHOP },
    });
    expect(await provider.listSessions()).toMatchObject({ items: [{ id: SESSION }] });
  },
  PATIENCE_MS * 2,
);

test(
  'a message comes in and is answered; its edit and its end, and the reading of the answer, are told',
  async () => {
    const { control } = world.emulator;
    const { id } = await control.incoming({ to: SHOP, from: CUSTOMER, text: 'Bom dia' });
    await until('the answer, read', PATIENCE_MS, () =>
      [...hub.messages.values()].some(({ body, ack }) => body === 'Recebido: Bom dia' && ack === 3),
    );
    expect(hub.of('message')).toEqual([
      expect.objectContaining({
        from: expect.stringContaining(CUSTOMER),
        to: expect.stringContaining(SHOP),
        body: 'Bom dia',
        messageId: expect.stringContaining(id),
        timestamp: seconds,
        isGroup: false,
      }),
    ]);
    const answer = hub.of('message_create').find(({ body }) => body === 'Recebido: Bom dia');
    expect(answer).toEqual(
      expect.objectContaining({
        id: expect.any(String),
        from: expect.stringContaining(SHOP),
        to: expect.stringContaining(CUSTOMER),
        timestamp: seconds,
        isForwarded: false,
        isStatus: false,
      }),
    );
    expect(hub.of('message_ack')[0]).toEqual(
      expect.objectContaining({ messageId: answer?.id, ack: expect.any(Number), timestamp: seconds }),
    );

    const received = String(hub.of('message')[0]?.messageId);
    await control.edit({ phone: CUSTOMER, id, text: 'Boa tarde' });
    await until('the edit', PATIENCE_MS, () => hub.messages.get(received)?.body === 'Boa tarde');
    expect(hub.of('message_edit')).toEqual([
      expect.objectContaining({
        messageId: received,
        newBody: 'Boa tarde',
        previousBody: 'Bom dia',
        editedAt: seconds,
      }),
    ]);
    await control.revoke({ phone: CUSTOMER, id });
    await until('its end', PATIENCE_MS, () => hub.messages.get(received)?.isRevoked === true);
    expect(hub.of('message_revoke_everyone')).toEqual([
      expect.objectContaining({ messageId: received, revokedAt: seconds }),
    ]);
    const { items } = await provider.getMessages(SESSION);
    expect(items).toEqual(expect.arrayContaining([expect.objectContaining({ status: 'read' })]));
  },
  PATIENCE_MS * 2,
);

test(
  'contacts, the battery, and every address of its monitoring',
  async () => {
    await provider.syncContacts(SESSION);
    await until('the contacts', PATIENCE_MS, async () => {
      const { items } = (await provider.getContacts(SESSION)) as { items?: unknown[] };
      return items !== undefined;
    });
    await world.emulator.control.battery({ phone: SHOP, battery: 21, plugged: true });
    await until('the battery', PATIENCE_MS, () => hub.session.battery === 21);
    expect(hub.of('change_battery').at(-1)).toEqual({ battery: 21, plugged: true });

    for (const path of ['', '/detailed', '/sessions', '/system', '/performance', `/sessions/${SESSION}`]) {
      expect({ path, status: (await provider.health(`/health${path}`)).status }).toEqual({
        path,
        status: 200,
      });
    }
  },
  PATIENCE_MS,
);

test(
  'a session that the phone removes is told as disconnected; one that is deleted is gone',
  async () => {
    await world.emulator.control.phoneLogout({ phone: SHOP });
    await until('the end', PATIENCE_MS, () => hub.session.disconnected !== '');
    expect(hub.of('disconnected')).toEqual([{ reason: 'logged_out', isReconnectable: false }]);
    await provider.deleteSession(SESSION);
    await until('the removal', PATIENCE_MS, async () => {
      const { items } = (await provider.listSessions()) as { items: unknown[] };
      return items.length === 0;
    });
  },
  PATIENCE_MS,
);
