import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { browsersBelow } from '../processes.ts';
import { PATIENCE_MS, startWorld, type World } from '../world.ts';
import { read } from './camera.ts';
import { InstanceBackend } from './evolution-backend.ts';

/** A system with one instance for each user, made for Evolution API, with its own requests and webhook handler, from click to recovery. */

const USER = '550e8400-e29b-41d4-a716-446655440000';
const INSTANCE = `user_${USER}`;
const PHONE = '5511966660001';
const CUSTOMER = '5511966660000';

let world: World;
let backend: InstanceBackend;

beforeAll(async () => {
  world = await startWorld({ env: { DIALECTS: 'evolution', APP_WEBHOOK_URL: '' } });
  backend = new InstanceBackend(world.gateway.apiUrl, world.apiKey);
  await backend.listen();
  for (const phone of [PHONE, CUSTOMER]) await world.emulator.control.account({ phone });
}, PATIENCE_MS);

afterAll(async () => {
  await world?.close();
  backend?.close();
}, PATIENCE_MS);

const states = () => backend.told('connection.update').map(({ state }) => state);
const state = async () =>
  (
    (await backend.call('GET', `/instance/connectionState/${INSTANCE}`)).body as {
      instance: { state: string };
    }
  ).instance.state;
const isOpenAgain = (after: number) => states().slice(after).includes('open');

test(
  'the user clicks, scans the code that is pushed, and is connected',
  async () => {
    await backend.connectUserWhatsApp(USER);
    expect(backend.rows.get(USER)).toMatchObject({ instanceName: INSTANCE });

    await until('a scanned code', PATIENCE_MS, async () => {
      const shown = backend.noticed('qrcode').at(-1);
      if (shown === undefined) return false;
      expect(shown).toEqual({
        instanceName: INSTANCE,
        qrCode: expect.stringMatching(/^data:image\/png;base64,/),
        status: 'waiting_qr',
      });
      await world.emulator.control.scan({ qr: read(String(shown.qrCode)), phone: PHONE });
      return true;
    });
    await until('the news', PATIENCE_MS, () => backend.noticed('status').length > 0);
    expect(backend.noticed('status')).toEqual([{ instanceName: INSTANCE, message: 'Conectado! ✅' }]);
    expect(states()).toContain('connecting');
    expect(await state()).toBe('open');
    const { body } = await backend.call('GET', `/instance/fetchInstances?instanceName=${INSTANCE}`);
    expect(body).toMatchObject([{ connectionStatus: 'open', ownerJid: `${PHONE}@s.whatsapp.net` }]);
  },
  PATIENCE_MS * 2,
);

test('a second click finds the same instance, also when the database has forgotten it', async () => {
  backend.rows.clear();
  const connected = await backend.connectUserWhatsApp(USER);
  expect(connected).toEqual({ status: 200, body: { instance: { instanceName: INSTANCE, state: 'open' } } });
});

test(
  'a message comes in, is answered, and the answer is followed to its reading',
  async () => {
    await world.emulator.control.incoming({ to: PHONE, from: CUSTOMER, text: 'Olá!' });
    await until('the answer on the phone', PATIENCE_MS, async () => {
      const sent = await world.emulator.control.sent({ text: 'IA: Olá!' });
      return sent.length === 1;
    });
    expect(backend.noticed('message')).toEqual([
      { instanceName: INSTANCE, text: 'Olá!', from: `${CUSTOMER}@s.whatsapp.net` },
    ]);
    const [answer] = await until('the reply that was made', PATIENCE_MS, () => {
      const sent = backend.noticed('sent');
      return sent.length === 1 && sent;
    });
    await until('its reading', PATIENCE_MS, () =>
      backend.told('messages.update').some(({ keyId, status }) => keyId === answer?.id && status === 'READ'),
    );
    const [told] = await until('the sent message', PATIENCE_MS, () => {
      const sent = backend.told('send.message');
      return sent.length === 1 && sent;
    });
    expect(told?.key).toEqual({ remoteJid: answer?.to, fromMe: true, id: answer?.id });
  },
  PATIENCE_MS,
);

test(
  'a connection that is lost comes back by itself; one that was stopped is brought back by the monitor',
  async () => {
    const codes = backend.noticed('qrcode').length;
    const beforeCrash = states().length;
    for (const pid of browsersBelow(world.dataPath)) process.kill(pid, 'SIGKILL');
    await until('the recovery', PATIENCE_MS, () => isOpenAgain(beforeCrash));
    expect(states().slice(beforeCrash)).toContain('connecting');

    const beforeStop = states().length;
    await world.api.control(INSTANCE, 'stop');
    await until('the end of the connection', PATIENCE_MS, async () => (await state()) === 'close');
    await backend.check(USER);
    expect(backend.noticed('alert')).toEqual([]);
    await backend.check(USER);
    expect(backend.noticed('alert')).toHaveLength(1);
    await backend.check(USER);
    await until('the reconnection', PATIENCE_MS, () => isOpenAgain(beforeStop));
    expect(states().slice(beforeStop)).toContain('close');
    expect(backend.noticed('qrcode')).toHaveLength(codes);
  },
  PATIENCE_MS * 2,
);

test(
  'the instance is removed, and WhatsApp knows its device no more',
  async () => {
    expect(await backend.call('DELETE', `/instance/delete/${INSTANCE}`)).toEqual({
      status: 200,
      body: { status: 'SUCCESS', error: false, response: { message: 'Instance deleted' } },
    });
    await until('its end', PATIENCE_MS, async () => {
      const { status } = await backend.call('GET', `/instance/connectionState/${INSTANCE}`);
      return status === 404;
    });
    await until('no linked device', PATIENCE_MS, async () => {
      const { devices } = await world.emulator.control.state();
      return !devices.some(({ phone }) => phone === PHONE);
    });
  },
  PATIENCE_MS,
);
