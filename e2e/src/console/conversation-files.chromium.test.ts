import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { PATIENCE_MS } from '../world.ts';
import { type Clerk, clerkAt } from './clerk.ts';
import { type ConsoleWorld, startConsoleWorld } from './console-world.ts';
import { photo } from './photo.ts';
import { film, tone } from './recordings.ts';

/** Files in conversations: sent by drag and drop, and recordings that are played where they stand. */

const SESSION = 'floricultura';
const SHOP = '5511955550300';
const CARLA = '5511987650031';

let world: ConsoleWorld;
let clerk: Clerk;

beforeAll(async () => {
  world = await startConsoleWorld();
  const { control } = world.emulator;
  const carla = { phone: CARLA, name: 'Carla Menezes' };
  await control.account({ phone: SHOP, name: 'Floricultura Ipê', contacts: [carla] });
  await control.account(carla);
  await control.policy({ ackMs: 30 });
  await control.incoming({ from: CARLA, to: SHOP, text: 'Vocês entregam hoje?' });
  await world.link(SESSION, SHOP);
  const path = `/conversations/${SESSION}/${CARLA}@c.us`;
  clerk = clerkAt(await world.signedIn(path, { language: 'pt' }));
  await clerk.sees('Vocês entregam hoje?');
}, PATIENCE_MS * 2);

afterAll(() => world?.close(), PATIENCE_MS);

/** Lets a file of that name fall on the conversation, as from a folder of the desktop. */
const DROP = `(name, base64) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name, { type: 'image/png' }));
  const place = document.querySelector('textarea').closest('section');
  for (const kind of ['dragover', 'drop'])
    place.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
}`;

test(
  'a file that is dropped on the conversation goes with its caption',
  async () => {
    const picture = photo();
    await clerk.page.evaluate(`(${DROP})('buque.png', ${JSON.stringify(picture)})`);
    await clerk.shown('buque.png');
    await clerk.write('O buquê de hoje');
    await clerk.sees('O buquê de hoje', 'Foto de Você', 'Lida');
    const sent = await world.emulator.control.messages({ phone: CARLA, chat: SHOP });
    const arrived = sent.find(({ attrs }) => attrs.caption === 'O buquê de hoje');
    expect(arrived?.type).toBe('image');
    const { data } = await world.emulator.control.media({ directPath: String(arrived?.attrs.directPath) });
    expect(data).toBe(picture);
  },
  PATIENCE_MS,
);

test(
  'recordings are played where they stand',
  async () => {
    const { control } = world.emulator;
    await control.incoming({
      from: CARLA,
      to: SHOP,
      media: { mimetype: 'audio/wav', data: tone(1), as: 'ptt' },
    });
    await played('audio');
    const data = await film(clerk.page);
    await control.incoming({ from: CARLA, to: SHOP, media: { mimetype: 'video/webm', data } });
    await played('video');
    expect(world.complaints).toEqual([]);
  },
  PATIENCE_MS,
);

/** What a page knows of its audio or video. */
interface Player {
  readonly controls: boolean;
  readonly src: string;
  readonly played: { readonly length: number };
  readonly error: { readonly message: string } | null;
}

/** Presses the only button to play, and waits until something was heard or seen. */
async function played(tag: 'audio' | 'video'): Promise<void> {
  await clerk.page.locator('::-p-text(Carregar e reproduzir)').click();
  await until(`a played ${tag}`, PATIENCE_MS, async () => {
    const [player] = await clerk.page.$$eval(`[data-message] ${tag}`, (all) =>
      all.map((each) => {
        const { controls, src, played: parts, error } = each as unknown as Player;
        return { controls, isOurs: src.startsWith('blob:'), parts: parts.length, error: error?.message };
      }),
    );
    if (player?.controls && player.isOurs && player.parts > 0 && player.error === undefined) return true;
    throw new Error(JSON.stringify(player));
  });
}
