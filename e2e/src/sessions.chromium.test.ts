import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { browsersBelow } from './processes.ts';
import { named, PATIENCE_MS, startWorld, type World } from './world.ts';

/** The life of sessions on two workers, told through the API and the webhooks alone. */

const CUSTOMER = '5511944440000';

let world: World;
beforeAll(async () => {
  world = await startWorld({ workers: 2, env: { MAX_SESSIONS: '3' } });
  await world.emulator.control.account({ phone: CUSTOMER });
}, PATIENCE_MS);
afterAll(() => world.close(), PATIENCE_MS);

const states = (sessionId: string) =>
  named(world.events(sessionId), 'session.status').map(({ state }) => state);

test(
  'a session goes from QR code to ready, stops with its login, and comes back without a code',
  async () => {
    await world.link('life', '5511933330001');
    expect((await world.api.session('life')).account).toMatchObject({ phone: '5511933330001' });

    await world.api.control('life', 'stop');
    await world.untilState('life', 'stopped');
    await until('no browser left', PATIENCE_MS, () => browsersBelow(world.dataPath).length === 0);

    const whileStopped = await world.send('life', CUSTOMER, 'Sent while the session was stopped');
    await world.api.startSession('life');
    await world.untilState('life', 'ready');
    await world.untilStatus('life', whileStopped.id, ['read']);

    await world.untilDelivered('life', (events) => named(events, 'message_ack').some(({ ack }) => ack === 3));
    const seen = states('life');
    expect(seen.slice(0, 4)).toEqual(['starting', 'qr', 'authenticating', 'ready']);
    const afterStop = seen.slice(seen.indexOf('stopped'));
    expect(afterStop).not.toContain('qr');
    expect(afterStop.at(-1)).toBe('ready');
  },
  PATIENCE_MS * 2,
);

test(
  'a pairing code links without a QR code',
  async () => {
    const phone = '5511933330002';
    await world.emulator.control.account({ phone });
    await world.api.startSession('code');
    await world.untilState('code', 'qr');
    const code = await world.api.pairingCode('code', `+${phone}`);
    expect(code).toMatch(/^[A-Z0-9]{4}-?[A-Z0-9]{4}$/);
    await world.untilState('code', 'pairing');
    await world.emulator.control.enterCode({ code, phone });
    await world.untilState('code', 'ready');
    const events = await world.untilDelivered('code', (all) => named(all, 'pairing_code').length > 0);
    expect(named(events, 'pairing_code')).toEqual([{ code, phone }]);
  },
  PATIENCE_MS * 2,
);

test(
  'the phone removes the device: the session rests, and a start shows a new code whose login lasts',
  async () => {
    const phone = '5511933330003';
    await world.link('removed', phone);
    await world.emulator.control.phoneLogout({ phone });
    await world.untilState('removed', 'logged_out');
    expect((await world.api.session('removed')).desired).toBe('stopped');
    const events = await world.untilDelivered('removed', (all) => named(all, 'disconnected').length > 0);
    expect(named(events, 'disconnected')).toEqual([{ reason: 'logged_out', isReconnectable: false }]);

    await world.link('removed', phone);
    await world.api.control('removed', 'restart');
    await until(
      'the restart',
      PATIENCE_MS,
      () => states('removed').filter((state) => state === 'ready').length === 3,
    );
    expect(states('removed').filter((state) => state === 'qr')).toHaveLength(2);
    await world.api.control('removed', 'stop');
  },
  PATIENCE_MS * 3,
);

describe('events', () => {
  test(
    'of what others write, change and take back reach the receiver',
    async () => {
      const { control } = world.emulator;
      const shop = '5511933330001';
      await world.untilState('life', 'ready');
      const { id } = await control.incoming({ to: shop, from: CUSTOMER, text: 'Bom dia' });
      await until('the message', PATIENCE_MS, () =>
        named(world.events('life'), 'message').some(({ body }) => body === 'Bom dia'),
      );
      await control.edit({ phone: CUSTOMER, id, text: 'Boa tarde' });
      await until('the edit', PATIENCE_MS, () => named(world.events('life'), 'message_edit').length === 1);
      await control.revoke({ phone: CUSTOMER, id });
      await control.battery({ phone: shop, battery: 41, plugged: true });
      const events = await world.untilDelivered(
        'life',
        (all) =>
          named(all, 'message_revoke_everyone').length === 1 && named(all, 'change_battery').length > 0,
      );
      const [message] = named(events, 'message').filter(({ body }) => body === 'Bom dia');
      expect(named(events, 'message_edit')).toMatchObject([
        { messageId: message?.messageId, newBody: 'Boa tarde', previousBody: 'Bom dia' },
      ]);
      expect(named(events, 'message_revoke_everyone')).toMatchObject([{ messageId: message?.messageId }]);
      expect(named(events, 'change_battery')).toContainEqual({ battery: 41, plugged: true });
    },
    PATIENCE_MS,
  );

  test(
    'arrive after the receiver was down, each with the bytes of the first attempt',
    async () => {
      const refused = new Map<string, string>();
      world.receiver.answer = ({ envelope, body }) => {
        if (envelope.event !== 'message' || refused.has(envelope.id)) return 204;
        refused.set(envelope.id, body.toString());
        return 503;
      };
      await world.emulator.control.incoming({ to: '5511933330001', from: CUSTOMER, text: 'Alguém aí?' });
      await world.untilDelivered('life', (all) =>
        named(all, 'message').some(({ body }) => body === 'Alguém aí?'),
      );
      const [again] = world.receiver.requests.filter(({ envelope }) => refused.has(envelope.id));
      expect(again?.body.toString()).toBe(refused.get(again?.envelope.id ?? ''));
      expect(again?.headers['webhook-attempt']).toBe('2');
      world.receiver.answer = () => 204;
    },
    PATIENCE_MS,
  );
});

test(
  'SIGTERM of the owner: the login is whole, and the session goes on at a worker without a new code',
  async () => {
    const owner = (await world.api.session('life')).worker;
    const codes = states('life').filter((state) => state === 'qr').length;
    for (const { pid } of world.gateway.workers) if (pid !== undefined) process.kill(pid, 'SIGTERM');
    await until('another owner', PATIENCE_MS, async () => {
      const session = await world.api.session('life');
      return session.state === 'ready' && session.worker !== owner;
    });
    const sent = await world.send('life', CUSTOMER, 'Sent after the deployment');
    await world.untilStatus('life', sent.id, ['read']);
    expect(states('life').filter((state) => state === 'qr')).toHaveLength(codes);
  },
  PATIENCE_MS * 2,
);

test(
  'deleting logs out at WhatsApp, wipes the login and forgets the session',
  async () => {
    await world.api.control('code', 'stop');
    await world.untilState('code', 'stopped');
    const open = await world.send('code', CUSTOMER, 'Never sent');
    await world.api.deleteSession('code');
    await until('the end of the session', PATIENCE_MS, async () => {
      const sessions = await world.api.sessions();
      return !sessions.some(({ id }) => id === 'code');
    });
    const linked = (await world.emulator.control.state()).devices.filter(
      ({ phone }) => phone === '5511933330002',
    );
    expect(linked).toEqual([]);
    const events = await world.untilDelivered(
      'code',
      (all) => named(all, 'session.status').at(-1)?.code === 'deleted',
    );
    expect(named(events, 'message_failed')).toMatchObject([
      { gatewayMessageId: open.id, code: 'session_deleted' },
    ]);
    expect(await world.emulator.control.sent({ text: 'Never sent' })).toEqual([]);
  },
  PATIENCE_MS * 2,
);

test(
  'a recipient that WhatsApp does not know fails with a reason',
  async () => {
    await world.emulator.control.policy({ unregistered: ['5511900009999'] });
    const sent = await world.send('life', '5511900009999', 'Alguém?');
    const failed = await world.untilStatus('life', sent.id, ['failed']);
    expect(failed.error?.code).toBe('unknown_recipient');
    const events = await world.untilDelivered('life', (all) => named(all, 'message_failed').length > 0);
    expect(named(events, 'message_failed')).toMatchObject([
      { gatewayMessageId: sent.id, code: 'unknown_recipient' },
    ]);
  },
  PATIENCE_MS,
);

test('the logs hold no phone number, no text and no secret', async () => {
  const folder = join(world.dataPath, 'logs');
  const logs = (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8'));
  const everything = (await Promise.all(logs)).join('\n');
  expect(everything).toContain('send attempt');
  const planted = ['55119333300', CUSTOMER, 'Bom dia', 'Boa tarde', 'Sent after', world.apiKey, world.secret];
  for (const secret of planted) expect(everything).not.toContain(secret);
});
