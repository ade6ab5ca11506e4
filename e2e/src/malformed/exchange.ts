import { connect } from 'node:net';

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Sending {
  readonly bytes: Buffer;
  /** Whether the sender says that nothing more comes, which leaves what it has begun unfinished. */
  readonly isCut?: boolean;
  /** The answer has no body, whatever its headers say. */
  readonly isHead?: boolean;
}

const PATIENCE_MS = 60_000;

/**
 * Sends bytes over a connection of their own, and reads until the api ends it; an event stream is left after its head.
 * @throws Error when the api neither answers nor ends the connection
 */
export function exchange(
  port: number,
  { bytes, isCut = false, isHead = false }: Sending,
): Promise<WireAnswer[]> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    const chunks: Buffer[] = [];
    const settle = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(parseAnswers(Buffer.concat(chunks), isHead));
    };
    const timer = setTimeout(() => {
      socket.destroy();
      reject(
        new Error(
          `The api left a connection open: ${Buffer.concat(chunks).toString('latin1').slice(0, 500)}`,
        ),
      );
    }, PATIENCE_MS);
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (chunk.includes('content-type: text/event-stream')) settle();
    });
    socket.once('end', settle);
    socket.once('close', settle);
    // The api may cut a connection whose request it does not want to the end.
    socket.on('error', () => undefined);
    if (isCut) socket.end(bytes);
    else socket.write(bytes);
  });
}

/** The answers in what came over a connection, in their order. */
export function parseAnswers(bytes: Buffer, isHead = false): WireAnswer[] {
  const answers: WireAnswer[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n');
    if (end === -1) break;
    const [first = '', ...lines] = rest.subarray(0, end).toString('latin1').split('\r\n');
    const headers = Object.fromEntries(
      lines.map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
    );
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1]);
    rest = rest.subarray(end + 4);
    if (status < 200) continue;
    const [body, length] = isHead || status === 204 || status === 304 ? ['', 0] : readBody(rest, headers);
    answers.push({ status, headers, body });
    rest = rest.subarray(length);
  }
  return answers;
}

function readBody(rest: Buffer, headers: WireAnswer['headers']): [body: string, length: number] {
  if (headers['transfer-encoding'] === 'chunked') return readChunks(rest);
  const length = Number(headers['content-length'] ?? rest.length);
  return [rest.subarray(0, length).toString(), length];
}

function readChunks(bytes: Buffer): [body: string, length: number] {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const line = bytes.indexOf('\r\n', at);
    const size = line === -1 ? 0 : Number.parseInt(bytes.subarray(at, line).toString('latin1'), 16);
    if (!(size > 0)) return [Buffer.concat(parts).toString(), line === -1 ? bytes.length : line + 4];
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}
