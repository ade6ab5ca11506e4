import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { StoredMessage } from '@wagw/shared/commands/stored-message';

export const SESSION = 'loja';
export const CHAT = '5511987654321@c.us';

/** The console's pages, and as much of the API as one conversation asks for. */
export interface ConsoleStub {
  readonly url: string;
  /** How many messages were handed out. */
  served(): number;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
/** One red pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

/** @param folder what `buildConsole` has made @param total how many messages the conversation has */
export async function startConsoleStub(folder: string, total: number): Promise<ConsoleStub> {
  const messages = Array.from({ length: total }, (_, index) => messageOf(index));
  let served = 0;

  /** The part that ends where the cursor points, the newest without one. */
  function history(query: URLSearchParams) {
    const end = Number(query.get('cursor') ?? total);
    const begin = Math.max(0, end - Number(query.get('limit')));
    served += end - begin;
    return { items: messages.slice(begin, end), nextCursor: begin === 0 ? null : String(begin) };
  }

  const answers: Readonly<Record<string, (query: URLSearchParams) => unknown>> = {
    '/console/session': () => ({ tenantId: null, scopes: ['read', 'send'], csrfToken: 'stub' }),
    '/api/v1/sessions': () => ({ items: [session], nextCursor: null }),
    [`/api/v1/sessions/${SESSION}`]: () => session,
    [`/api/v1/sessions/${SESSION}/chats`]: () => ({ items: [chat], nextCursor: null }),
    [`/api/v1/sessions/${SESSION}/messages`]: () => ({ items: [], nextCursor: null }),
    [`/api/v1/sessions/${SESSION}/chats/${CHAT}/messages`]: history,
    [`/api/v1/sessions/${SESSION}/chats/${CHAT}/seen`]: () => ({ success: true }),
    [`/api/v1/sessions/${SESSION}/chats/${CHAT}/presence`]: () => ({ state: 'available', lastSeen: null }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stub');
    const path = decodeURIComponent(pathname);
    const json = answers[path]?.(searchParams);
    if (json !== undefined) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(json));
    } else if (path === '/api/v1/events') {
      response.setHeader('content-type', 'text/event-stream');
      response.write(': open\n\n');
    } else if (path.endsWith('/media')) {
      response.setHeader('content-type', 'image/png');
      response.end(PNG);
    } else {
      await page(path, response);
    }
  }

  async function page(path: string, response: ServerResponse): Promise<void> {
    const file = /^\/console\/((?:assets\/)?[\w.-]+\.(?:js|css|svg))$/.exec(path)?.[1] ?? 'index.html';
    response.setHeader('content-type', TYPES[extname(file)] ?? 'text/html');
    response.end(await readFile(join(folder, file)));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served: () => served,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const session = {
  id: SESSION,
  tenantId: 'loja',
  state: 'ready',
  code: 'ready',
  message: '',
  account: { phone: '5511955550200', name: 'Loja', platform: 'android' },
  labels: [],
  metadata: {},
};

const chat = {
  id: CHAT,
  name: 'Mariana Souza',
  isGroup: false,
  unreadCount: 0,
  isArchived: false,
  isPinned: false,
  isMuted: false,
  timestamp: 1_760_000_000,
};

const WORDS =
  'Bom dia! Seu pedido saiu agora para entrega e chega até as seis da tarde, *sem falta*. '.repeat(8);
const SECONDS_BETWEEN = 600;

/** A conversation as shops have it: short and long texts, links, now and then a picture, an answer, a reaction, a deletion. */
function messageOf(index: number): StoredMessage {
  const fromMe = index % 3 === 0;
  const refOf = (number: number) => `${number % 3 === 0}_${CHAT}_3EB0${String(number).padStart(8, '0')}`;
  const isPicture = index % 20 === 7;
  const link = index % 15 === 4 ? ' https://loja.example/pedido/1234' : '';
  return {
    id: null,
    messageId: refOf(index),
    fromMe,
    from: CHAT,
    to: CHAT,
    type: isPicture ? 'image' : 'chat',
    body: `${index}: ${WORDS.slice(0, 10 + ((index * 37) % 400))}${link}`,
    timestamp: 1_754_000_000 + index * SECONDS_BETWEEN,
    ack: 3,
    hasMedia: isPicture,
    isForwarded: index % 40 === 9,
    isEdited: index % 50 === 3,
    isRevoked: index % 60 === 5,
    ...(isPicture ? { media: { mimetype: 'image/png', bytes: 90, isGif: false } } : {}),
    ...(index % 10 === 6
      ? { quoted: { messageId: refOf(index - 3), fromMe, body: WORDS.slice(0, 80) } }
      : {}),
    ...(index % 12 === 8
      ? { reactions: [{ emoji: '❤', sender: CHAT, fromMe: false, timestamp: index }] }
      : {}),
  };
}
