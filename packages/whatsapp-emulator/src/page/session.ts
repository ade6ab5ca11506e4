import type { Credentials, FrameToPage, PageJolt, Welcome } from '../protocol/frames.ts';
import { learnAddons } from './addons.ts';
import { Calls } from './calls.ts';
import { Cmd } from './cmd.ts';
import { messageFromWire } from './codec.ts';
import { createWid, shown } from './ids.ts';
import { apply } from './incoming.ts';
import { jolt } from './jolts.ts';
import { connect, disconnect, query, repeatQueries, transmit } from './link.ts';
import { me } from './me.ts';
import { recall, resend, settle } from './outbox.ts';
import { offline } from './progress.ts';
import { reportMissing } from './registry.ts';
import { forgetEverything, loadCredentials, saveCredentials } from './storage.ts';
import { Blocklist, Chats, Contacts, GroupMetadatas, learnLids, Msgs } from './store/collections.ts';
import { Conn, Socket, type SocketState } from './store/connection-models.ts';
import { Msg } from './store/msg.ts';
import { Presences } from './store/presence.ts';
import { switches } from './switches.ts';

const RECONNECT_MS = 250;

let credentials: Credentials | null = null;
let gone = false;
/** Frames are worked off one after the other, although some take time. */
let work: Promise<unknown> = Promise.resolve();

/** Brings the page to life: reads the login of this browser and connects. */
export async function launch(): Promise<void> {
  Socket.actions = { logout, reconnect: disconnect, takeover };
  credentials = await loadCredentials();
  if (switches.neverConnect) return;
  await delay(switches.connectMs);
  open();
}

function open(): void {
  connect(
    (frame) => {
      work = work.then(() => handle(frame)).catch(reportError);
    },
    () => {
      if (switches.stateBeforeRef && !credentials) setState('UNPAIRED');
      transmit({ t: 'hello', credentials, version: switches.version });
      repeatQueries();
      reportMissing();
    },
    () => {
      Presences.forget();
      if (gone) return;
      setState('OPENING');
      setTimeout(open, RECONNECT_MS);
    },
  );
}

async function handle(frame: FrameToPage): Promise<void> {
  switch (frame.t) {
    case 'ref':
      Conn.set({ ref: frame.ref });
      setState('UNPAIRED');
      break;
    case 'idle':
      setState('UNPAIRED_IDLE');
      break;
    case 'paired':
      await pair(frame.credentials);
      break;
    case 'welcome':
      await enter(frame);
      break;
    case 'progress':
      offline.percent = frame.percent;
      Cmd.trigger('offline_progress_update_from_bridge');
      break;
    case 'synced':
      Socket.set({ hasSynced: true });
      break;
    case 'item':
      await apply(frame.event);
      transmit({ t: 'receipt', seq: frame.seq });
      break;
    case 'ack':
    case 'nack':
      await answered(frame);
      break;
    case 'battery':
      Conn.set({ plugged: frame.plugged, battery: frame.battery });
      break;
    case 'call':
      Calls.ring(frame.call);
      break;
    case 'presence':
      Presences.learn(frame.presence);
      break;
    case 'conflict':
      setState('CONFLICT');
      break;
    case 'refused':
      gone = true;
      setState(frame.reason);
      disconnect();
      break;
    case 'logout':
      await leave();
      break;
    case 'jolt':
      shake(frame.jolt);
      break;
  }
}

async function pair(fresh: Credentials): Promise<void> {
  setState('PAIRING');
  await saveCredentials(fresh);
  credentials = fresh;
  if (switches.reloadAfterPair) location.reload();
  else transmit({ t: 'hello', credentials, version: switches.version });
}

/** The login is accepted: fill the store, then say so. */
async function enter(welcome: Welcome): Promise<void> {
  Object.assign(me, { id: welcome.me.id, lid: welcome.me.lid, name: welcome.me.name });
  learnLids({ ...welcome.lids, [createWid(me.id).user]: createWid(me.lid).user });
  const { name, platform, battery, plugged } = welcome.me;
  const wid = createWid(me.id);
  Conn.set({ wid, me: wid, pushname: name, platform, battery, plugged });
  for (const contact of [{ id: me.id, pushname: name }, ...welcome.contacts]) Contacts.learn(contact);
  for (const id of welcome.blocked)
    Blocklist.setBlocked(Contacts.get(shown(id)) ?? Contacts.gadd(shown(id)), true);
  for (const group of welcome.groups) GroupMetadatas.learn(group);
  for (const chat of welcome.chats) {
    Chats.learn(chat);
    for (const [index, msg] of Msgs.learn(chat.messages).entries())
      learnAddons(msg, chat.messages[index] ?? {});
  }
  for (const outgoing of await recall()) {
    if (outgoing.kind === 'message') Msgs.add(new Msg(messageFromWire({ ...outgoing.message, ack: 0 })));
  }
  Socket.set({ stream: 'CONNECTED' });
  setState('CONNECTED');
  resend();
}

async function answered({ t, id }: Extract<FrameToPage, { t: 'ack' | 'nack' }>): Promise<void> {
  const msg = Msgs.byBareId(id);
  if (t === 'nack') msg?.set({ ack: -1 });
  else if (msg && msg.ack < 1) msg.set({ ack: 1 });
  if (t === 'ack' && msg?.isUnsentMedia) msg.set({ isUnsentMedia: false });
  await settle(id, t === 'ack');
}

/** The phone has logged this device out: everything is forgotten, and the page starts anew. */
async function leave(): Promise<void> {
  gone = true;
  credentials = null;
  await forgetEverything();
  if (switches.logoutStyle === 'state') {
    setState('UNPAIRED');
    await delay(200);
  }
  Cmd.trigger('logout');
  await delay(50);
  location.href = '/?post_logout=1&logout_reason=0';
}

/** Logging out from this side: the server forgets the device, and this browser its login. */
async function logout(): Promise<void> {
  gone = true;
  await query('logout');
  credentials = null;
  await forgetEverything();
}

function takeover(): void {
  query('takeOver').catch(reportError);
}

function shake(what: PageJolt): void {
  if (what.action === 'state') setState(what.state as SocketState);
  else jolt(what);
}

function setState(state: SocketState): void {
  Socket.set({ state });
}

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
