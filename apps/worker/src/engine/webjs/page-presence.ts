import type { Presence } from '../actions.ts';
import type { PageWindow } from './page-connection.ts';
import type { PresenceModel } from './page-modules.ts';

/** What others do, as `window.wagwPresence`. */
export interface PagePresence {
  watch(chat: string): Promise<Presence | undefined>;
}

declare const window: PageWindow;

/**
 * Puts `window.wagwPresence` into the page. Runs before the page's own scripts, in every document; touches nothing of the
 * page until it is called. Self-contained, for its source text is what runs in the page.
 */
export function installPagePresence(): void {
  const states: Readonly<Record<string, Presence['state']>> = {
    available: 'available',
    unavailable: 'unavailable',
    typing: 'typing',
    recording_audio: 'recording',
  };
  const watched = new WeakSet<PresenceModel>();

  async function watch(id: string): Promise<Presence | undefined> {
    const help = window.wagwHelp;
    if (help === undefined || window.wagwStore === undefined) throw new Error('the page is being loaded');
    const chat = await window.wagwStore.chat(id);
    if (chat === undefined) throw help.refuse('not_found', `WhatsApp knows no ${id}`);
    if (chat.id.isGroup?.() === true) throw help.refuse('refused', 'a group has no presence');
    const { PresenceCollection } = window.require('WAWebPresenceCollection');
    await PresenceCollection.find(chat.id);
    const presence = PresenceCollection.get(chat.id);
    if (presence === undefined) throw help.refuse('unsupported', 'the page tells nothing of others');
    follow(String(chat.id), presence);
    return read(presence);
  }

  function follow(chat: string, presence: PresenceModel): void {
    if (watched.has(presence)) return;
    watched.add(presence);
    presence.chatstate.on('change:type', () => {
      // The page says only afterwards whether that was told by WhatsApp, or forgotten with the connection.
      queueMicrotask(() => {
        const now = read(presence);
        if (now !== undefined) window.wagwTellPresence?.(chat, now).catch(() => undefined);
      });
    });
  }

  function read({ hasData, chatstate: { type = '', t } }: PresenceModel): Presence | undefined {
    const state = states[type];
    if (hasData !== true || state === undefined) return undefined;
    return { state, ...(state === 'unavailable' && t ? { lastSeen: t } : {}) };
  }

  window.wagwPresence = { watch };
}
