import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { GatewayClient } from './client.ts';
import { startGateway, type WholeGateway } from './testing/whole-gateway.ts';
import { MessageError } from './wait-for-ack.ts';

let gateway: WholeGateway;
let client: GatewayClient;

beforeAll(async () => {
  gateway = await startGateway();
  client = gateway.client();
});
afterAll(() => gateway.close());

const ANA = '+5511987654321';

test('a session is created, shows its QR codes and is ready', async () => {
  const steps = client.connect('loja');
  const shown: string[] = [];
  for (;;) {
    const { done, value } = await steps.next();
    if (done === true) {
      expect(value).toMatchObject({ id: 'loja', state: 'ready', account: { phone: '5511912345678' } });
      break;
    }
    if (value.type === 'qr') {
      expect(value.dataUrl).toMatch(/^data:image\/png;base64,/);
      shown.push(value.qr);
      if (shown.length === 2) await gateway.scan('loja');
    }
  }
  expect(shown.length).toBeGreaterThanOrEqual(2);
  expect(shown).toEqual([...new Set(shown)]);
});

test('a message is sent once, and waited for until it is read', async () => {
  const events = client.events({ session: 'loja', events: ['message_ack', 'message'] });
  const first = events.next();
  const sent = await client.messages.send('loja', { to: ANA, text: 'Bom dia!' }, { wait: 20 });
  expect(['sent', 'delivered', 'read']).toContain(sent.status);
  const read = await client.messages.waitForAck(sent, 'read', { timeoutMs: 20_000 });
  expect(read).toMatchObject({ id: sent.id, status: 'read', ack: 3 });

  const told = [(await first).value];
  for await (const event of events) {
    told.push(event);
    if (event.event === 'message') break;
  }
  expect(told.map((event) => event?.event)).toEqual(['message_ack', 'message_ack', 'message_ack', 'message']);
  expect(told.at(-1)).toMatchObject({ data: { body: 'eco: Bom dia!' } });
  expect(events.cursor).toBe(String(told.at(-1)?.seq));
});

test('a message that fails says why', async () => {
  const sent = await client.messages.send('loja', { to: '+5511900000000', text: 'Alguém?' });
  const waiting = client.messages.waitForAck(sent, 'delivered', { timeoutMs: 20_000 });
  await expect(waiting).rejects.toThrow(MessageError);
  await expect(waiting).rejects.toMatchObject({
    reason: 'failed',
    record: { error: { code: 'unknown_recipient' } },
  });
});

test('contacts are listed, although the first list takes a while', async () => {
  const names: (string | null | undefined)[] = [];
  for await (const contact of client.contacts.list('loja')) names.push(contact.name);
  expect(names).toEqual(['Ana']);
});
