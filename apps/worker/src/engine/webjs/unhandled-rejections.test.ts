import { describe, expect, it } from '@jest/globals';
import { isLibraryRejection } from './unhandled-rejections.ts';

describe('a rejection that nobody handled', () => {
  it.each([
    ['auth timeout'],
    ['ready timeout'],
    [new Error('Execution context was destroyed, most likely because of a navigation.')],
    [Object.assign(new Error('Protocol error'), { name: 'TargetCloseError' })],
    [
      Object.assign(new Error('x'), {
        stack: 'Error: x\n at f (/app/node_modules/whatsapp-web.js/src/Client.js:1:1)',
      }),
    ],
    [
      Object.assign(new Error('x'), {
        stack: 'Error: x\n at f (/app/node_modules/.pnpm/p/node_modules/puppeteer-core/a.js:1)',
      }),
    ],
  ])('is the library’s: %s', (reason) => {
    expect(isLibraryRejection(reason)).toBe(true);
  });

  it.each([[new Error('our own mistake')], ['a string'], [undefined]])('is ours: %s', (reason) => {
    expect(isLibraryRejection(reason)).toBe(false);
  });
});
