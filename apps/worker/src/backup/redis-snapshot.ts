import { connect as connectTcp, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { RedisSettings } from '@wagw/shared/redis/connect';
import { Redis } from 'ioredis';

/**
 * A snapshot of all that Redis holds, as it was at one moment, by nothing but a connection: as a replica that has just come gets it.
 * (`SYNC`, and the payload is a file in the format RDB. Redis holds back nothing meanwhile.)
 */
export interface RedisSnapshot {
  readonly bytes: number;
  /** Fails when the connection ends too soon. To be read or destroyed. */
  readonly content: Readable;
}

/** Redis tells that it is still there every second while it writes the snapshot. */
const SILENCE_MS = 60_000;

/** @throws Error with what Redis says, when it gives none */
export async function openRedisSnapshot(settings: RedisSettings): Promise<RedisSnapshot> {
  const socket = await connectTo(settings);
  const reader = readerOf(socket);
  try {
    const { username, password } = credentialsOf(settings);
    if (password !== undefined) {
      socket.write(command(['AUTH', ...(username === '' ? [] : [username]), password]));
      mustBe('+OK', await reader.line());
    }
    socket.write(command(['SYNC']));
    const header = await reader.line();
    const bytes = Number(/^\$(\d+)$/.exec(header)?.[1]);
    if (Number.isNaN(bytes)) throw new Error(`Redis gives no snapshot: ${header}`);
    return { bytes, content: Readable.from(contentOf(socket, reader, bytes), { objectMode: false }) };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function connectTo(settings: RedisSettings): Promise<Socket> {
  const { protocol, host, port } = await addressOf(settings);
  const socket =
    protocol === 'rediss:' ? connectTls({ host, port, servername: host }) : connectTcp({ host, port });
  socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error('Redis has said nothing for too long')));
  await new Promise<void>((resolve, reject) => {
    socket.once(protocol === 'rediss:' ? 'secureConnect' : 'connect', () => resolve());
    socket.once('error', reject);
  });
  return socket;
}

async function addressOf(settings: RedisSettings) {
  const { protocol, hostname, port } = new URL(settings.url);
  const [sentinel] = settings.sentinels ?? [];
  if (sentinel === undefined)
    return { protocol, host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 6379) };
  const client = new Redis({
    ...sentinel,
    ...(settings.sentinelPassword === undefined ? {} : { password: settings.sentinelPassword }),
  });
  try {
    const name = settings.sentinelName ?? 'mymaster';
    const found = (await client.call('SENTINEL', 'get-master-addr-by-name', name)) as [string, string] | null;
    if (found === null) throw new Error(`the Sentinel knows no primary that is called ${name}`);
    return { protocol, host: found[0], port: Number(found[1]) };
  } finally {
    client.disconnect();
  }
}

function credentialsOf({ url, password }: RedisSettings) {
  const { username, password: inUrl } = new URL(url);
  const secret = password ?? (inUrl === '' ? undefined : decodeURIComponent(inUrl));
  return { username: decodeURIComponent(username), password: secret };
}

const command = (parts: readonly string[]): string =>
  `*${parts.length}\r\n${parts.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`).join('')}`;

function mustBe(expected: string, line: string): void {
  if (line !== expected) throw new Error(`Redis refuses: ${line}`);
}

interface Reader {
  /** The next line that is not empty: empty ones only say that Redis is there. */
  line(): Promise<string>;
  /** Undefined at the end. */
  chunk(): Promise<Buffer | undefined>;
}

function readerOf(socket: Socket): Reader {
  const chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Buffer = Buffer.alloc(0);
  async function more(): Promise<Buffer | undefined> {
    const { value, done } = await chunks.next();
    return done ? undefined : value;
  }
  return {
    async line() {
      for (;;) {
        const end = rest.indexOf('\n');
        if (end < 0) {
          const next = await more();
          if (next === undefined) throw new Error('Redis has ended the connection');
          rest = Buffer.concat([rest, next]);
          continue;
        }
        const text = rest.subarray(0, end).toString().trimEnd();
        rest = rest.subarray(end + 1);
        if (text !== '') return text;
      }
    },
    async chunk() {
      if (rest.length === 0) return more();
      const chunk = rest;
      rest = Buffer.alloc(0);
      return chunk;
    },
  };
}

/** What follows the snapshot is what a replica would go on with. */
async function* contentOf(socket: Socket, reader: Reader, bytes: number): AsyncGenerator<Buffer> {
  try {
    for (let left = bytes; left > 0; ) {
      const chunk = await reader.chunk();
      if (chunk === undefined) throw new Error('The snapshot of Redis is cut off');
      yield chunk.subarray(0, left);
      left -= Math.min(left, chunk.length);
    }
  } finally {
    socket.destroy();
  }
}
