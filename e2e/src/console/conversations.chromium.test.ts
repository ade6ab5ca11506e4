import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { PATIENCE_MS } from '../world.ts';
import { type Clerk, clerkAt } from './clerk.ts';
import { barriersOf, type ConsoleWorld, picture, startConsoleWorld } from './console-world.ts';
import { photo } from './photo.ts';

/** A shop's clerk answers customers in the browser; everything between the page and the customers' phones is real. */

const SESSION = 'padaria';
const SHOP = '5511955550200';
const MARIANA = '5511987650001';
const JOAO = '5511987650002';
/** WhatsApp has no such account. */
const NOBODY = '5511987650404';
const PHOTO = photo();

let world: ConsoleWorld;
let clerk: Clerk;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wagw-conversations-'));
  world = await startConsoleWorld();
  const { control } = world.emulator;
  const contacts = [
    { phone: MARIANA, name: 'Mariana Souza' },
    { phone: JOAO, name: 'João Batista' },
  ];
  await control.account({ phone: SHOP, name: 'Padaria Pão Quente', contacts });
  for (const { phone, name } of contacts) await control.account({ phone, name });
  await control.incoming({ from: JOAO, to: SHOP, text: 'Vocês abrem no feriado?' });
  await world.link(SESSION, SHOP);
  clerk = clerkAt(await world.signedIn('/conversations', { language: 'pt' }));
}, PATIENCE_MS * 2);

afterAll(async () => {
  await world?.close();
  await rm(folder, { recursive: true, force: true });
}, PATIENCE_MS);

/** The message on the customer's phone, with its id there. */
const onPhoneOf = (phone: string, words: string) =>
  until(`"${words}" on the customer's phone`, PATIENCE_MS, async () =>
    (await world.emulator.control.messages({ phone, chat: SHOP })).findLast(({ attrs }) =>
      JSON.stringify(attrs).includes(words),
    ),
  );

test(
  'who has written is in the list; a message that comes now moves its chat up and is counted',
  async () => {
    await clerk.shown('João Batista');
    await world.emulator.control.incoming({ from: MARIANA, to: SHOP, text: 'Oi! Vocês fazem bolo?' });
    await clerk.shown('Oi! Vocês fazem bolo?');
    const names = await clerk.page.$$eval('nav[aria-label="Conversas"] li a', (links) =>
      links.map(({ textContent }) => textContent),
    );
    expect(names).toEqual([expect.stringContaining('Mariana'), expect.stringContaining('João')]);
    await until('the count', PATIENCE_MS, async () => (await unread()).includes('1 mensagem não lida'));
  },
  PATIENCE_MS,
);

/** Waits until one bubble has these words, and that one has all of the rest. */
async function onlyBubble(words: string, ...parts: string[]): Promise<void> {
  await clerk.sees(words);
  await clerk.sees(words, ...parts);
}

/** What is unread in the first chat of the list. */
const unread = () =>
  clerk.page.$$eval('nav[aria-label="Conversas"] li:first-child [role="img"]', (signs) =>
    signs.map((sign) => sign.getAttribute('aria-label')),
  );

test(
  'an opened chat counts as read; it is answered by the keyboard alone, and the ticks follow the customer’s phone',
  async () => {
    const { control } = world.emulator;
    await control.policy({ ackMs: [30] });
    await clerk.shown('Mariana Souza');
    await clerk.page.locator('::-p-text(Mariana Souza)').click();
    await clerk.sees('Oi! Vocês fazem bolo?');
    await until('nothing unread', PATIENCE_MS, async () => (await unread()).length === 0);
    await clerk.page.waitForSelector('textarea:focus');
    await clerk.page.keyboard.type('Bom dia, Mariana!');
    await clerk.page.keyboard.down('Shift');
    await clerk.page.keyboard.press('Enter');
    await clerk.page.keyboard.up('Shift');
    await clerk.page.keyboard.type('Para quantas pessoas?');
    await clerk.page.keyboard.press('Enter');
    await clerk.sees('Bom dia, Mariana!\nPara quantas pessoas?', 'Enviada');
    const { id } = await onPhoneOf(MARIANA, 'Para quantas pessoas?');
    await control.ack({ phone: SHOP, id, ack: 2 });
    await clerk.sees('Bom dia, Mariana!', 'Entregue');
    await control.ack({ phone: SHOP, id, ack: 3 });
    await clerk.sees('Bom dia, Mariana!', 'Lida');
    await control.policy({ ackMs: 30 });
  },
  PATIENCE_MS,
);

test(
  'what the customer does is shown: a photo, typing, a reaction, an edit, a deletion',
  async () => {
    const { control } = world.emulator;
    const media = { data: PHOTO, mimetype: 'image/png', caption: 'Algo assim' };
    await control.incoming({ from: MARIANA, to: SHOP, media });
    await clerk.sees('Algo assim', 'Foto de Mariana Souza');
    expect(await clerk.page.$$eval('[data-message] img', ([image]) => image?.getAttribute('src'))).toMatch(
      /^blob:/,
    );
    await control.typing({ from: MARIANA, to: SHOP, state: 'composing' });
    await clerk.shown('está digitando');
    await control.typing({ from: MARIANA, to: SHOP, state: 'paused' });

    const answer = await onPhoneOf(MARIANA, 'Para quantas pessoas?');
    await control.react({ phone: MARIANA, id: answer.id, emoji: '❤' });
    await clerk.sees('Bom dia, Mariana!', 'Reações: ❤');
    const { id } = await control.incoming({ from: MARIANA, to: SHOP, text: 'Para umas 20 pesoas' });
    await clerk.sees('Para umas 20 pesoas');
    await control.edit({ phone: MARIANA, id, text: 'Para umas 20 pessoas' });
    await clerk.sees('Para umas 20 pessoas', 'editada');
    const wrong = await control.incoming({ from: MARIANA, to: SHOP, text: 'mensagem errada' });
    await clerk.sees('mensagem errada');
    await control.revoke({ phone: MARIANA, id: wrong.id });
    await clerk.sees('Esta mensagem foi apagada.');
    await clerk.seesNo('mensagem errada');
  },
  PATIENCE_MS,
);

test(
  'a message is answered with a quote, an own one is edited and deleted',
  async () => {
    await clerk.choose('Para umas 20 pessoas', 'Responder');
    await clerk.write('Fica R$ 140, com entrega *grátis*');
    await clerk.sees('Para umas 20 pessoas', 'Fica R$ 140, com entrega grátis', 'Lida');
    const answered = await onPhoneOf(MARIANA, 'Fica R$ 140');
    const question = await onPhoneOf(MARIANA, 'Para umas 20');
    expect(JSON.stringify(answered)).toContain(question.id);
    await picture(clerk.page, 'conversation');

    await clerk.write('Sábado às 8?');
    await clerk.sees('Sábado às 8?', 'Lida');
    await clerk.choose('Sábado às 8?', 'Editar');
    await clerk.page.locator('textarea').fill('Sábado às 9?');
    await clerk.press('Salvar a alteração');
    await clerk.sees('Sábado às 9?', 'editada');
    await onPhoneOf(MARIANA, 'Sábado às 9?');
    await clerk.choose('Sábado às 9?', 'Apagar para todos');
    await clerk.press('Apagar para todos');
    await clerk.seesNo('Sábado às 9?');
    await until('the deletion', PATIENCE_MS, async () =>
      (await world.emulator.control.messages({ phone: MARIANA, chat: SHOP })).some(
        ({ type }) => type === 'revoked',
      ),
    );
  },
  PATIENCE_MS,
);

test(
  'a file is chosen, shown, and sent with its words',
  async () => {
    const path = join(folder, 'tabela-de-precos.png');
    await writeFile(path, Buffer.from(PHOTO, 'base64'));
    const field = await clerk.page.waitForSelector('input[type="file"]');
    await (field as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
    await clerk.shown('tabela-de-precos.png');
    await clerk.write('Nossos preços');
    await clerk.sees('Nossos preços', 'Foto de Você', 'Lida');
    const { type, attrs } = await onPhoneOf(MARIANA, 'Nossos preços');
    expect(type).toBe('image');
    const { data } = await world.emulator.control.media({ directPath: String(attrs.directPath) });
    expect(data).toBe(PHOTO);
  },
  PATIENCE_MS,
);

test(
  'a message for later stands in its strip until it is cancelled',
  async () => {
    await clerk.page.locator('textarea').fill('Seu bolo está pronto!');
    await clerk.press('Enviar mais tarde');
    await clerk.press('Agendar');
    await clerk.shown('1 mensagem agendada');
    await clerk.seesNo('Seu bolo está pronto!');
    await clerk.press('Cancelar a mensagem agendada “Seu bolo está pronto!”');
    await clerk.press('Não enviar');
    await until(
      'no strip',
      PATIENCE_MS,
      async () => (await clerk.page.$$('[aria-label$="agendada"]')).length === 0,
    );
    const { items } = await world.api.call('GET', `/sessions/${SESSION}/messages?status=cancelled`);
    expect(items).toEqual([expect.objectContaining({ text: 'Seu bolo está pronto!' })]);
  },
  PATIENCE_MS,
);

test(
  'a message that WhatsApp refuses says why, and goes out when it is sent again',
  async () => {
    const { control } = world.emulator;
    await control.policy({ failSends: true });
    await clerk.write('Pode confirmar?');
    await clerk.sees('Pode confirmar?', 'O WhatsApp recusou a mensagem.');
    await control.policy({ failSends: false });
    await clerk.press('Enviar de novo');
    await clerk.sees('Pode confirmar?', 'Lida');
    const sent = await control.messages({ phone: MARIANA, chat: SHOP });
    expect(sent.filter(({ attrs }) => attrs.body === 'Pode confirmar?')).toHaveLength(1);

    await clerk.page.reload();
    await clerk.sees('Nossos preços', 'Lida');
    await onlyBubble('Pode confirmar?', 'Lida');
    await clerk.page.goto(world.url(`/jobs/failed?session=${SESSION}`));
    await clerk.shown('Enviada de novo.');
    await clerk.press('Abrir a conversa', 'link');
    await onlyBubble('Pode confirmar?', 'Lida');
  },
  PATIENCE_MS,
);

test(
  'a number without WhatsApp is told before anything is written',
  async () => {
    await clerk.press('Nova conversa');
    const phone = clerk.page.locator('input[type="tel"]');
    await phone.fill(`+${NOBODY}`);
    await clerk.press('Abrir a conversa');
    await clerk.shown('Este número não tem WhatsApp.');
    await phone.fill(`+${JOAO}`);
    await clerk.press('Abrir a conversa');
    await clerk.sees('Vocês abrem no feriado?');
    expect(new URL(clerk.page.url()).pathname).toBe(`/console/conversations/${SESSION}/${JOAO}@c.us`);
  },
  PATIENCE_MS,
);

test(
  'nobody stumbles, in light or dark, on a screen or a phone; a key that may not send sees no place to write',
  async () => {
    const path = `/conversations/${SESSION}/${MARIANA}@c.us`;
    const key = String((await world.api.call('POST', '/keys', { name: 'reader', scopes: ['read'] })).key);
    const reader = clerkAt(
      await world.signedIn(path, { key, language: 'pt', scheme: 'dark', width: 390, height: 844 }),
    );
    await reader.sees('Nossos preços', 'Foto de Você');
    expect(await reader.page.$$('textarea')).toEqual([]);
    expect(await barriersOf(reader.page)).toEqual([]);
    const wide = await reader.page.evaluate('document.documentElement.scrollWidth');
    expect(wide).toBe(390);

    await clerk.page.goto(world.url(path));
    await clerk.sees('Nossos preços', 'Foto de Você', 'Lida');
    expect(await barriersOf(clerk.page)).toEqual([]);
    expect(world.complaints).toEqual([]);
  },
  PATIENCE_MS,
);
