import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { signingKey, verify } from '@wagw/shared/webhooks/signature';
import { generate } from 'selfsigned';

/** A customer's server that does everything wrong that a server can do, in an order that follows from a seed. */
export interface FaultyReceiver {
  /** Where it speaks HTTP. */
  readonly url: string;
  /** Where it speaks TLS with a certificate that proves nothing. */
  readonly badTlsUrl: string;
  /** Every request that came whole, in their order. */
  readonly requests: readonly FaultyRequest[];
  /** How often it behaved in which way. */
  readonly behaved: ReadonlyMap<Behaviour | 'bad TLS', number>;
  /** The longest body that it got rid of, in bytes. */
  readonly mostWritten: number;
  close(): Promise<void>;
}

export interface FaultyRequest {
  readonly path: string;
  readonly id: string;
  /** A digest of the body. */
  readonly digest: string;
  readonly sessionId: string;
  readonly seq: number;
  readonly isSigned: boolean;
  /** Whether it was answered with 2xx, whatever came after that. */
  readonly isAccepted: boolean;
}

const HUGE_BYTES = 100_000_000;
const BOMB_BYTES = 50_000_000;
const DRIP_EVERY_MS = 50;
const ELSEWHERE = '/elsewhere';

interface Manner {
  /** Of a hundred requests so many. The slow ones are rare so that a run has an end. */
  readonly share: number;
  readonly isAccepted: boolean;
  answer(response: ServerResponse, wrote: (bytes: number) => void): void;
}

const bomb = gzipSync(Buffer.alloc(BOMB_BYTES));

const MANNERS = {
  '2xx': { share: 55, isAccepted: true, answer: status(204) },
  '500': { share: 6, isAccepted: false, answer: status(500) },
  '429 with Retry-After': { share: 4, isAccepted: false, answer: status(429, { 'retry-after': '1' }) },
  '503 with Retry-After': { share: 4, isAccepted: false, answer: status(503, { 'retry-after': '1' }) },
  redirect: { share: 5, isAccepted: false, answer: status(307, { location: ELSEWHERE }) },
  'reset before the answer': {
    share: 5,
    isAccepted: false,
    answer: ({ socket }) => void socket?.resetAndDestroy(),
  },
  'close without an answer': { share: 5, isAccepted: false, answer: ({ socket }) => void socket?.end() },
  hang: { share: 1, isAccepted: false, answer: () => undefined },
  'dripping header': {
    share: 1,
    isAccepted: false,
    answer({ socket }) {
      socket?.write('HTTP/1.1 200 OK\r\nx-drip: ');
      drip(socket);
    },
  },
  'dripping body': {
    share: 1,
    isAccepted: true,
    answer(response) {
      response.writeHead(200, { 'content-length': HUGE_BYTES }).flushHeaders();
      drip(response.socket);
    },
  },
  '100 MB body': {
    share: 3,
    isAccepted: true,
    answer(response, wrote) {
      response.writeHead(200, { 'content-length': HUGE_BYTES });
      pour(response, wrote);
    },
  },
  'gzip bomb': {
    share: 5,
    isAccepted: true,
    answer: (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
  },
  '2xx, then reset': {
    share: 5,
    isAccepted: true,
    answer(response) {
      response.writeHead(200, { 'content-length': HUGE_BYTES }).write('{"ok":');
      setImmediate(() => response.socket?.resetAndDestroy());
    },
  },
} as const satisfies Readonly<Record<string, Manner>>;
export type Behaviour = keyof typeof MANNERS;
export const BEHAVIOUR_NAMES = Object.keys(MANNERS) as Behaviour[];

function status(code: number, headers: Readonly<Record<string, string>> = {}): Manner['answer'] {
  return (response) => void response.writeHead(code, headers).end();
}

/** @param secret what the webhooks are signed with */
export async function startFaultyReceiver(seed: number, secret: string): Promise<FaultyReceiver> {
  const requests: FaultyRequest[] = [];
  const behaved = new Map<Behaviour | 'bad TLS', number>();
  const count = (what: Behaviour | 'bad TLS') => behaved.set(what, (behaved.get(what) ?? 0) + 1);
  const key = signingKey(secret);
  let mostWritten = 0;

  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const behaviour = choose(chance(seed, requests.length));
      count(behaviour);
      const { isAccepted, answer }: Manner = MANNERS[behaviour];
      requests.push({ ...read(request, Buffer.concat(chunks), key), isAccepted });
      answer(response, (bytes) => {
        mostWritten = Math.max(mostWritten, bytes);
      });
    });
  });
  const { private: tlsKey, cert } = await generate([{ name: 'commonName', value: 'nobody' }]);
  const tls = createTlsServer({ key: tlsKey, cert });
  tls.on('connection', () => count('bad TLS'));
  tls.on('tlsClientError', () => undefined);

  const sockets = new Set<Socket>();
  for (const server of [http, tls]) {
    server.on('connection', (socket: Socket) => {
      sockets.add(socket.on('close', () => sockets.delete(socket)));
      socket.on('error', () => undefined);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  }
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    badTlsUrl: `https://127.0.0.1:${(tls.address() as AddressInfo).port}`,
    requests,
    behaved,
    get mostWritten() {
      return mostWritten;
    },
    async close() {
      const closed = [http, tls].map((server) => once(server.close(), 'close'));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}

/** From 0 to 1, the same for the same seed. */
function chance(seed: number, index: number): number {
  return createHash('sha256').update(`${seed}/${index}`).digest().readUInt32BE() / 2 ** 32;
}

function choose(part: number): Behaviour {
  let left = part * 100;
  for (const name of BEHAVIOUR_NAMES) {
    left -= MANNERS[name].share;
    if (left < 0) return name;
  }
  return '2xx';
}

function read({ url = '', headers }: IncomingMessage, body: Buffer, key: Buffer) {
  const { sessionId, seq } = url.startsWith(ELSEWHERE) ? {} : JSON.parse(body.toString());
  return {
    path: url,
    id: String(headers['webhook-id']),
    digest: createHash('sha256').update(body).digest('base64'),
    sessionId: String(sessionId),
    seq: Number(seq),
    isSigned: verify(key, headers, body),
  };
}

function drip(socket: Socket | null): void {
  const timer = setInterval(() => socket?.write('x'), DRIP_EVERY_MS);
  socket?.once('close', () => clearInterval(timer));
}

/** As fast as it is taken. */
function pour(response: ServerResponse, wrote: (bytes: number) => void): void {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  let bytes = 0;
  const more = () => {
    while (bytes < HUGE_BYTES && !response.destroyed) {
      bytes += chunk.length;
      wrote(bytes);
      if (response.write(chunk)) continue;
      response.once('drain', more);
      return;
    }
  };
  more();
}
