import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import { KEY } from './running-api.ts';

/** One block of a stream of server-sent events. */
export interface SseBlock {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: string | undefined;
  readonly comment: string | undefined;
}

/** A reader with a socket of its own. */
export interface SseClient {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** What has come so far, in order. */
  readonly blocks: readonly SseBlock[];
  /** The blocks that a browser would hand to its listeners. */
  events(): SseBlock[];
  /** What a browser would send when it reconnects. */
  lastEventId(): string | undefined;
  /** Takes nothing any more, or again. */
  pause(): void;
  resume(): void;
  /** Resolves at the end of the stream, of whichever kind. */
  readonly ended: Promise<void>;
  /** Breaks the connection off. */
  cut(): void;
}

export async function openSse(
  baseUrl: string,
  path: string,
  options: {
    lastEventId?: string | undefined;
    key?: string;
    /** In place of a key. */
    cookie?: string;
    onBlock?: (block: SseBlock, cut: () => void) => void;
  } = {},
): Promise<SseClient> {
  const headers = {
    accept: 'text/event-stream',
    ...(options.cookie === undefined ? { 'x-gateway-key': options.key ?? KEY } : { cookie: options.cookie }),
    ...(options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId }),
  };
  const { request, response } = await new Promise<{ request: ClientRequest; response: IncomingMessage }>(
    (resolve, reject) => {
      const request = get(`${baseUrl}${path}`, { headers, agent: false }, (response) =>
        resolve({ request, response }),
      );
      request.once('error', reject);
    },
  );
  request.on('error', () => undefined);
  const cut = () => {
    request.destroy();
  };
  const blocks: SseBlock[] = [];
  let rest = '';
  response.setEncoding('utf8');
  response.on('data', (text: string) => {
    const parts = (rest + text).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const block = parse(part);
      blocks.push(block);
      options.onBlock?.(block, cut);
    }
  });
  const ended = new Promise<void>((resolve) => response.once('close', resolve));
  response.on('error', () => undefined);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    blocks,
    events: () => blocks.filter(({ data }) => data !== undefined),
    lastEventId: () => blocks.findLast(({ id }) => id !== undefined)?.id,
    pause: () => response.pause(),
    resume: () => response.resume(),
    ended,
    cut,
  };
}

function parse(text: string): SseBlock {
  const field = (name: string) =>
    text
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  return { id: field('id'), event: field('event'), data: field('data'), comment: field('') };
}
