import { installPageActions } from './page-actions.ts';
import { installPageConnection } from './page-connection.ts';
import { installPageContents } from './page-contents.ts';
import { installPageGroups } from './page-groups.ts';
import { installPageMedia } from './page-media.ts';
import { installPageMessages } from './page-messages.ts';
import { installPagePeople } from './page-people.ts';
import { installPagePresence } from './page-presence.ts';
import { installPageSend } from './page-send.ts';
import { installPageShim } from './page-shim.ts';
import { installPageStore } from './page-store.ts';

/** What runs in every document before its own scripts, in this order. */
const programs = [
  installPageShim,
  installPageConnection,
  installPageStore,
  installPageMessages,
  installPageMedia,
  installPageContents,
  installPageSend,
  installPageActions,
  installPagePeople,
  installPageGroups,
  installPagePresence,
];

/**
 * The text of all programs. Some compilers name functions by a helper that exists in their output only, so the page gets
 * one, too.
 */
export function documentScript(): string {
  return ['globalThis.__name ??= (fn) => fn;', ...programs.map((program) => `(${program})();`)].join('\n');
}
