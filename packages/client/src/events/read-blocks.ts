import { UnreachableError } from '../gateway-error.ts';
import { createSseParser, type SseBlock } from './sse-parser.ts';

/**
 * The blocks of an answer that is a stream of server-sent events, as they come.
 * @param idleMs a stream in which nothing comes for so long is given up
 * @throws UnreachableError when it breaks
 */
export async function* readBlocks(
  response: Response,
  idleMs: number,
  onRetry: (ms: number) => void,
): AsyncGenerator<SseBlock, void, undefined> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  const decoder = new TextDecoder();
  const blocks: SseBlock[] = [];
  const parse = createSseParser((block) => blocks.push(block), onRetry);
  try {
    for (;;) {
      const { done, value } = await withinOr(idleMs, reader.read());
      if (done) return;
      parse(decoder.decode(value, { stream: true }));
      yield* blocks.splice(0);
    }
  } finally {
    // Whoever does not read to the end hangs up.
    void reader.cancel().catch(() => undefined);
  }
}

async function withinOr<T>(ms: number, read: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came for ${ms / 1_000} s`)), ms);
  });
  try {
    return await Promise.race([read, silence]);
  } catch (error) {
    throw new UnreachableError('the stream broke', error);
  } finally {
    clearTimeout(timer);
  }
}
