import { once } from 'node:events';
import { connect } from 'node:net';

/** A connection on which a test says what it likes. */
export interface RawConnection {
  send(text: string | Buffer): void;
  /** Sends a bit of text again and again until the connection ends. */
  drip(text: string, everyMs: number): void;
  /** No more will be sent; what comes is still read. */
  finish(): void;
  /** Reads nothing any more, as if the reader were gone. */
  stopReading(): void;
  /** What has come so far. */
  received(): string;
  /** Everything that came, when the other side has ended the connection. */
  ended: Promise<string>;
  destroy(): void;
}

export async function openRaw(baseUrl: string): Promise<RawConnection> {
  const { hostname, port } = new URL(baseUrl);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  const chunks: Buffer[] = [];
  let dripping: NodeJS.Timeout | undefined;
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // The other side may cut the connection at any time; that is what is looked at.
  socket.on('error', () => undefined);
  const received = () => Buffer.concat(chunks).toString('latin1');
  const ended = new Promise<string>((resolve) => {
    const settle = () => {
      clearInterval(dripping);
      socket.destroy();
      resolve(received());
    };
    socket.once('end', settle);
    socket.once('close', settle);
  });
  await once(socket, 'connect');
  return {
    send: (text) => void socket.write(text),
    drip(text, everyMs) {
      dripping = setInterval(() => socket.write(text), everyMs);
    },
    finish: () => void socket.end(),
    stopReading: () => void socket.pause(),
    received,
    ended,
    destroy: () => void socket.destroy(),
  };
}

/** The status and the body of the last answer in what came over a connection; undefined when there is none. */
export function lastAnswer(text: string): { status: number; head: string; body: string } | undefined {
  const at = text.lastIndexOf('HTTP/1.1 ');
  if (at === -1) return undefined;
  const [head = '', ...rest] = text.slice(at).split('\r\n\r\n');
  return { status: Number(head.slice(9, 12)), head: head.toLowerCase(), body: rest.join('\r\n\r\n') };
}
