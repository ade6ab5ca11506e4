import type { Credentials, Outgoing } from '../protocol/frames.ts';
import { switches } from './switches.ts';

/** The part of a login that lives in localStorage, as on the real page. */
const MARKER = 'last-wid-md';
const KEYS = 'emulator-keys';

const database: Promise<IDBDatabase> = new Promise((resolve, reject) => {
  const request = indexedDB.open('model-storage', 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('login');
    request.result.createObjectStore('outbox', { keyPath: 'id' });
  };
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** The login of this browser; null when there is none or, if storage is strict, when half of it is missing. */
export async function loadCredentials(): Promise<Credentials | null> {
  const credentials = await read<Credentials>('login', 'credentials');
  if (!credentials) return null;
  return switches.strictStorage && localStorage.getItem(MARKER) !== credentials.device ? null : credentials;
}

export async function saveCredentials(credentials: Credentials): Promise<void> {
  await write('login', (store) => store.put(credentials, 'credentials'));
  localStorage.setItem(MARKER, credentials.device);
}

export async function forgetEverything(): Promise<void> {
  localStorage.clear();
  await write('login', (store) => store.clear());
  await write('outbox', (store) => store.clear());
}

export async function loadOutbox(): Promise<Outgoing[]> {
  const store = (await database).transaction('outbox').objectStore('outbox');
  const stored = await settled<(Outgoing & { order: number })[]>(store.getAll());
  return stored
    .sort((a, b) => a.order - b.order)
    .map(({ order: _order, ...outgoing }) => outgoing as Outgoing);
}

export async function keepOutgoing(outgoing: Outgoing, order: number): Promise<void> {
  await write('outbox', (store) => store.put({ ...outgoing, order }));
}

export async function dropOutgoing(id: string): Promise<void> {
  await write('outbox', (store) => store.delete(id));
}

export interface Keys {
  noise: Uint8Array<ArrayBuffer>;
  identity: Uint8Array<ArrayBuffer>;
  secret: string;
}

/** The public keys of this browser that its QR shows; made once. */
export function loadKeys(): Keys {
  const stored = localStorage.getItem(KEYS) ?? makeKeys();
  localStorage.setItem(KEYS, stored);
  const [noise = '', identity = '', secret = ''] = stored.split(' ');
  return { noise: bytes(noise), identity: bytes(identity), secret };
}

const makeKeys = (): string =>
  [0, 1, 2].map(() => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))).join(' ');

const bytes = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

async function read<Value>(storeName: string, key: string): Promise<Value | undefined> {
  return settled<Value | undefined>((await database).transaction(storeName).objectStore(storeName).get(key));
}

/** Relaxed: what is written outlives the browser's process, however it ends, if not a power cut. */
async function write(storeName: string, change: (store: IDBObjectStore) => IDBRequest): Promise<void> {
  const transaction = (await database).transaction(storeName, 'readwrite', { durability: 'relaxed' });
  change(transaction.objectStore(storeName));
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
  });
}

function settled<Value>(request: IDBRequest): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as Value);
    request.onerror = () => reject(request.error);
  });
}
