import { until } from '@wagw/local-machine/until';
import type { Page } from 'puppeteer';
import { PATIENCE_MS } from '../world.ts';

/** Somebody who works with the conversations of the console, by what can be seen and pressed there. */
export interface Clerk {
  readonly page: Page;
  press(name: string, role?: string): Promise<void>;
  shown(text: string): Promise<unknown>;
  /** Every bubble on the page: its texts, and the names of its signs. */
  bubbles(): Promise<string[]>;
  /** Waits until one bubble, and not two, has all of this. */
  sees(...parts: string[]): Promise<void>;
  /** Waits until no bubble has this. */
  seesNo(part: string): Promise<void>;
  /** Chooses from the menu of a message. */
  choose(text: string, ...items: string[]): Promise<void>;
  write(text: string): Promise<void>;
}

export function clerkAt(page: Page): Clerk {
  /** Waits until nothing moves any more, as while a photo is being unpacked: a click must land where it was aimed. */
  async function stillness(): Promise<void> {
    let last = '';
    await until('the messages to stand still', PATIENCE_MS, async () => {
      const now = await page.$$eval('[data-message]', (all) =>
        JSON.stringify(
          all.map((bubble) => [bubble.getBoundingClientRect(), bubble.querySelector('img')?.complete]),
        ),
      );
      const isStill = now === last && !now.includes('false');
      last = now;
      return isStill;
    });
  }

  const clerk: Clerk = {
    page,
    press: (name, role = 'button') => page.locator(`::-p-aria([name="${name}"][role="${role}"])`).click(),
    shown: (text) => page.locator(`::-p-text(${text})`).wait(),
    bubbles: () =>
      page.$$eval('[data-message]', (all) =>
        all.map((bubble) => {
          const signs = [...bubble.querySelectorAll('[role="img"], img')];
          const names = signs.map((sign) => sign.getAttribute('aria-label') ?? sign.getAttribute('alt'));
          return [bubble.textContent, ...names].join(' | ');
        }),
      ),
    async sees(...parts) {
      let last: string[] = [];
      await until(`one bubble with ${parts.join(', ')}`, PATIENCE_MS, async () => {
        last = await clerk.bubbles();
        const found = last.filter((bubble) => parts.every((part) => bubble.includes(part)));
        if (found.length === 1) return true;
        throw new Error(`the bubbles are ${last.join(' / ')}`);
      });
    },
    async seesNo(part) {
      await until(`no bubble with ${part}`, PATIENCE_MS, async () =>
        (await clerk.bubbles()).every((bubble) => !bubble.includes(part)),
      );
    },
    async choose(text, ...items) {
      await stillness();
      await clerk.press(`O que fazer com a mensagem “${text}”`);
      for (const item of items) await clerk.press(item, 'menuitem');
    },
    async write(text) {
      await page.locator('textarea').fill(text);
      await clerk.press('Enviar');
    },
  };
  return clerk;
}
