import type { PageJolt } from '../protocol/frames.ts';
import { shown } from './ids.ts';
import { Contacts, Msgs } from './store/collections.ts';
import { Socket } from './store/connection-models.ts';

/** What happens in the real page now and then and troubles whoever drives it. */
export function jolt(what: Exclude<PageJolt, { action: 'state' }>): void {
  switch (what.action) {
    case 'iframe': {
      const frame = document.createElement('iframe');
      frame.src = '/frame.html';
      document.body.append(frame);
      break;
    }
    case 'pushState':
      history.pushState(null, '', what.url);
      break;
    case 'reload':
      location.reload();
      break;
    case 'navigate':
      location.href = what.url;
      break;
    case 'toggleSynced':
      Socket.set({ hasSynced: false });
      Socket.set({ hasSynced: true });
      break;
    case 'deafen':
      Msgs.off();
      break;
    case 'spoil':
      spoil(what.chat);
      break;
    case 'throw':
      reportError(new Error(what.message));
      break;
  }
}

function spoil(id: string): void {
  const contact = Contacts.get(shown(id));
  if (!contact) return;
  Object.defineProperty(contact, 'name', {
    get: () => {
      throw new Error(`The name of ${id} cannot be read`);
    },
  });
}
