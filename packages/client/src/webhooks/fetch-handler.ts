import { readBody } from './read-body.ts';
import { MAX_BYTES, type ReceiverOptions, receiveWebhook, TOO_LARGE } from './receive.ts';

/**
 * A handler from Request to Response, as route handlers of Next.js (`export const POST = nextWebhook({ … })`), Hono, Bun, Deno and workers
 * at the edge want it.
 */
export function nextWebhook(options: ReceiverOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const { maxBytes = MAX_BYTES } = options;
    const isTooLarge = Number(request.headers.get('content-length') ?? 0) > maxBytes;
    const bytes = isTooLarge ? undefined : await readBody(chunksOf(request.body), maxBytes);
    const { status, detail } =
      bytes === undefined ? TOO_LARGE : await receiveWebhook(bytes, request.headers, options);
    return new Response(status === 204 ? null : detail, { status });
  };
}

/** Not every runtime can iterate over its streams. */
async function* chunksOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  if (reader === undefined) return;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}
