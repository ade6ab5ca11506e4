import type { Presence } from '../actions.ts';
import type { PageActions, PageAnswering, PageHelp } from './page-actions.ts';
import type { PageContents } from './page-contents.ts';
import type { PageGroups } from './page-groups.ts';
import type { PageMedia } from './page-media.ts';
import type { PageMessages } from './page-messages.ts';
import type { LibraryInPage, PageModules } from './page-modules.ts';
import type { PagePeople } from './page-people.ts';
import type { PagePresence } from './page-presence.ts';
import type { PageSend } from './page-send.ts';
import type { PageStore } from './page-store.ts';

export interface PageState {
  /** The library has been told to hook into this document. */
  readonly hooked: boolean;
  readonly socketState?: string;
  readonly hasSynced: boolean;
}

export type PageReadiness =
  | { readonly ready: true; readonly phone: string; readonly name: string; readonly platform: string }
  | { readonly ready: false; readonly why: string };

/** @property hasCalled false where the page offers no way to send a sign; then only the rest is proved */
export type PageProof =
  | { readonly ready: true; readonly hasCalled: boolean }
  | { readonly ready: false; readonly why: string };

/** What is asked of the page about its connection, as `window.wagwConnection`. */
export interface PageConnection {
  observe(): PageState;
  /** Marks the document as one that the library hooks into. */
  hook(): void;
  /** Reports the socket's state, and each change of it from now on. */
  watchSocket(): void;
  /** Has the library do what it does when the account is synchronised, in case it was too late to notice. */
  announceSynced(): Promise<void>;
  probe(): PageReadiness;
  /** The same, and sends a sign to whoever listens to reports of messages. */
  probeWithSign(sign: string): PageProof;
  /** Resolves when WhatsApp's server has answered a question. */
  reach(): Promise<void>;
  refreshQr(): void;
  logout(): Promise<void>;
}

/** The global things of the page that are used here. */
export interface PageWindow {
  wagwConnection?: PageConnection;
  wagwStore?: PageStore;
  wagwMessages?: PageMessages;
  wagwMedia?: PageMedia;
  wagwContents?: PageContents;
  wagwSend?: PageSend;
  wagwAnswer?: PageAnswering;
  wagwHelp?: PageHelp;
  wagwActions?: PageActions;
  wagwPeople?: PagePeople;
  wagwGroups?: PageGroups;
  wagwPresence?: PagePresence;
  readonly require: <Name extends keyof PageModules>(name: Name) => PageModules[Name];
  readonly WWebJS?: LibraryInPage;
  /** Exposed by this engine. */
  readonly wagwSocketState?: (state: string) => Promise<void>;
  readonly wagwTellPresence?: (chat: string, presence: Presence) => Promise<void>;
  /** Exposed by the library. */
  readonly onAppStateHasSyncedEvent?: () => Promise<void>;
}

declare const window: PageWindow;

/**
 * Puts `window.wagwConnection` into the page. Runs before the page's own scripts, in every document; touches nothing of
 * the page until it is called. Self-contained, for its source text is what runs in the page.
 */
export function installPageConnection(): void {
  let hooked = false;
  let announced = false;
  const socket = () => window.require('WAWebSocketModel').Socket;

  function observe(): PageState {
    try {
      const { state, hasSynced } = socket();
      return {
        hooked,
        hasSynced: hasSynced === true,
        ...(state === undefined ? {} : { socketState: state }),
      };
    } catch {
      return { hooked, hasSynced: false };
    }
  }

  function watchSocket(): void {
    socket().on('change:state', (_model, state) => {
      window.wagwSocketState?.(String(state)).catch(() => undefined);
    });
    socket().on('change:hasSynced', () => {
      announced = window.onAppStateHasSyncedEvent !== undefined;
    });
    window.wagwSocketState?.(String(socket().state)).catch(() => undefined);
  }

  /** Only what a send needs: the connection, the account, the collections and the functions on the way. */
  function probe(): PageReadiness {
    const { state, hasSynced } = socket();
    if (state !== 'CONNECTED' || hasSynced !== true) {
      return { ready: false, why: `connection ${state}, synchronised: ${hasSynced}` };
    }
    if (typeof window.WWebJS?.sendMessage !== 'function') {
      return { ready: false, why: 'the library is not in the page' };
    }
    try {
      const { Msg, Chat } = window.require('WAWebCollections');
      Msg.getModelsArray();
      Chat.getModelsArray();
      window.require('WAWebSendMsgChatAction');
      if (typeof window.require('WAWebMsgKey').newId !== 'function')
        throw new Error('newId is not a function');
      const { getMaybeMePnUser, getMaybeMeLidUser } = window.require('WAWebUserPrefsMeUser');
      const me = getMaybeMePnUser() ?? getMaybeMeLidUser();
      if (!me) return { ready: false, why: 'the page does not say whose account it is' };
      const { pushname, platform } = window.require('WAWebConnModel').Conn;
      return {
        ready: true,
        phone: String(me).replace(/[:@].*$/, ''),
        name: pushname ?? '',
        platform: platform ?? '',
      };
    } catch (error) {
      return { ready: false, why: error instanceof Error ? error.message : String(error) };
    }
  }

  /**
   * The library answers this event of the collection with a report to its client, and WhatsApp Web itself sends it for
   * uploads only. A collection without the library's listeners stays silent.
   */
  function probeWithSign(sign: string): PageProof {
    const readiness = probe();
    if (!readiness.ready) return readiness;
    const { Msg } = window.require('WAWebCollections');
    if (typeof Msg.trigger !== 'function') return { ready: true, hasCalled: false };
    const id = { fromMe: true, remote: sign, id: sign };
    Msg.trigger('change:isUnsentMedia', { id, body: '', serialize: () => ({ id, body: '' }) }, false);
    return { ready: true, hasCalled: true };
  }

  window.wagwConnection = {
    observe,
    hook: () => {
      hooked = true;
    },
    watchSocket,
    announceSynced: async () => {
      if (announced || socket().hasSynced !== true) return;
      announced = true;
      await window.onAppStateHasSyncedEvent?.();
    },
    probe,
    probeWithSign,
    reach: async () => {
      const { getMaybeMePnUser, getMaybeMeLidUser } = window.require('WAWebUserPrefsMeUser');
      const me = getMaybeMePnUser() ?? getMaybeMeLidUser();
      if (!me) throw new Error('the page does not say whose account it is');
      await window.require('WAWebQueryExistsJob').queryWidExists(me);
    },
    refreshQr: () => window.require('WAWebCmd').Cmd.refreshQR(),
    logout: async () => {
      await socket().logout();
    },
  };
}
