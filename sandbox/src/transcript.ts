import { randomUUID } from 'node:crypto';
import { until } from '@wagw/local-machine/until';
import type { Envelope } from '@wagw/shared/events/catalogue';
import type { MessageStatus } from '@wagw/shared/messages/message-schema';
import type { EmulatorControl } from '@wagw/whatsapp-emulator/emulator';
import type { ApiClient } from './api-client.ts';
import type { Receiver } from './receiver.ts';
import { showQr } from './terminal.ts';

/** Who is who in the story; the numbers belong to nobody. */
const SHOP = { phone: '5511900000001', name: 'Loja' };
const CUSTOMER = { phone: '5511900000002', name: 'Ana' };
const ORDER = 'Seu pedido saiu para entrega. 📦';
const REPLY = 'Obrigada! Chega hoje?';
const SESSION = 'loja';

const STEP_MS = 90_000;
const FINAL: ReadonlySet<MessageStatus> = new Set(['read', 'played']);

export interface TranscriptParts {
  readonly api: ApiClient;
  readonly phone: EmulatorControl;
  readonly receiver: Receiver;
  readonly say: (line: string) => void;
}

/**
 * The main job from end to end: a session is linked, a message goes out once and is read, a reply comes in, and each
 * event of it reaches the customer's receiver with a good signature.
 * @throws Error naming the step that did not happen
 */
export async function playTranscript({ api, phone, receiver, say }: TranscriptParts): Promise<void> {
  const done = (line: string) => say(`  ✓ ${line}`);

  await phone.account(SHOP);
  await phone.account(CUSTOMER);
  await api.startSession(SESSION);
  done(`session "${SESSION}" created`);

  await link({ api, phone, say, done });
  done('connected; the session is ready');

  // The key makes the request safe to repeat, whatever dies meanwhile.
  const key = randomUUID();
  const sent = await api.send(SESSION, { to: `+${CUSTOMER.phone}`, text: ORDER }, key);
  done(`message accepted: ${sent.id}`);
  const read = await until('the acknowledgement "read" (3)', STEP_MS, async () => {
    const message = await api.message(SESSION, sent.id);
    if (message.status === 'failed') throw new Error(`the message failed: ${message.error?.detail}`);
    return message.status !== null && FINAL.has(message.status) && message;
  });
  const acks = () =>
    eventsOf(receiver, 'message_ack').filter(({ data }) => data.messageId === read.whatsappId);
  await until('the webhook of acknowledgement 3', STEP_MS, () => acks().some(({ data }) => data.ack === 3));
  for (const { data } of acks().sort((a, b) => a.seq - b.seq)) done(`ack ${data.ack}: ${data.ackName}`);

  await phone.incoming({ to: SHOP.phone, from: CUSTOMER.phone, text: REPLY });
  await until('the webhook of the reply', STEP_MS, () =>
    eventsOf(receiver, 'message').some(({ data }) => data.body === REPLY),
  );
  done(`reply received: "${REPLY}"`);

  const arrived = await phone.sent({ text: ORDER });
  if (arrived.length !== 1)
    throw new Error(`WhatsApp has the message ${arrived.length} times instead of once`);
  done('WhatsApp has the message exactly once');

  const last = await until('the delivery of every event', STEP_MS, () => lastWithoutGap(receiver));
  if (receiver.forged > 0) throw new Error(`${receiver.forged} webhooks had a wrong signature`);
  done(`events 1 to ${last} delivered without a gap, each with a good signature`);
}

/**
 * Scans whichever code is shown until the session is connected: a code lives for seconds, and a browser that dies in the
 * moment of the login has a new one.
 */
async function link({
  api,
  phone,
  say,
  done,
}: Omit<TranscriptParts, 'receiver'> & { done: (line: string) => void }) {
  let scanned = '';
  await until('the connection of the session', STEP_MS, async () => {
    const session = await api.session(SESSION);
    if (session.state === 'ready') return true;
    if (session.state !== 'qr') throw new Error(`it is "${session.state}": ${session.message}`);
    const { qr } = await api.qr(SESSION);
    if (qr === scanned) return false;
    if (scanned === '') await showQr(qr, say);
    await phone.scan({ qr, phone: SHOP.phone });
    scanned = qr;
    done('QR code scanned with the emulated phone');
    return false;
  });
}

function eventsOf(receiver: Receiver, name: string): Envelope[] {
  return receiver.events.map(({ envelope }) => envelope).filter(({ event }) => event === name);
}

/** The highest number received, if all the numbers before it were received too and the end of the story is among them. */
function lastWithoutGap(receiver: Receiver): number | undefined {
  const numbers = new Set(receiver.events.map(({ envelope }) => envelope.seq));
  const last = Math.max(0, ...numbers);
  return numbers.size === last && last > 0 ? last : undefined;
}
