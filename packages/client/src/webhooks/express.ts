import { readBody } from './read-body.ts';
import {
  MAX_BYTES,
  type ReceiverAnswer,
  type ReceiverOptions,
  receiveWebhook,
  TOO_LARGE,
} from './receive.ts';

/** As much of Express' request as is needed; `http.IncomingMessage` has it too. */
export interface ExpressRequest extends AsyncIterable<Uint8Array> {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly readableEnded: boolean;
  readonly body?: unknown;
  /** Where the `verify` option of body parsers usually keeps the bytes. */
  readonly rawBody?: unknown;
}

/** As much of Express' response as is needed; `http.ServerResponse` has it too. */
export interface ExpressResponse {
  writeHead(status: number, headers: Record<string, string>): unknown;
  end(text: string): unknown;
}

/**
 * A handler for Express, and for a plain `http` server: `app.post('/hooks', expressWebhook({ … }))`. It reads the bytes itself; put it before
 * `express.json()`, or let that leave its path out.
 */
export function expressWebhook(
  options: ReceiverOptions,
): (request: ExpressRequest, response: ExpressResponse) => Promise<void> {
  return async (request, response) => {
    const { status, detail } = await answerTo(request, options);
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(detail);
  };
}

async function answerTo(request: ExpressRequest, options: ReceiverOptions): Promise<ReceiverAnswer> {
  try {
    const bytes = await bytesOf(request, options.maxBytes ?? MAX_BYTES);
    return bytes === undefined ? TOO_LARGE : await receiveWebhook(bytes, request.headers, options);
  } catch (error) {
    options.onError?.(error);
    return { status: 500, detail: 'The body could not be read.' };
  }
}

/** Of `express.raw()`, of a parser that kept them, or of nobody before us. */
async function bytesOf(request: ExpressRequest, maxBytes: number): Promise<Uint8Array | undefined> {
  const { body, rawBody } = request;
  for (const kept of [rawBody, body]) if (kept instanceof Uint8Array) return kept;
  // Said before it is read, so that the answer arrives.
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return undefined;
  if (request.readableEnded) {
    throw new Error(
      'The body was parsed before, so its signature cannot be checked: put the webhook before express.json().',
    );
  }
  return readBody(request, maxBytes);
}
