import { randomKey } from './transport.ts';

/** Bytes as they come: a web stream, a Node stream, or anything else that can be iterated. */
export type ByteSource = AsyncIterable<Uint8Array>;

/**
 * A form with one file, written while the file is read: `FormData` takes only files whose end is known.
 * RFC 7578, with the names of files as the HTML standard escapes them.
 */
export function multipartBody(
  source: ByteSource,
  filename: string,
  mimetype = 'application/octet-stream',
): { headers: Record<string, string>; body: ReadableStream<Uint8Array> } {
  const boundary = `wagw-${randomKey()}`;
  const disposition = `form-data; name="file"; filename="${escaped(filename)}"`;
  const head = `--${boundary}\r\ncontent-disposition: ${disposition}\r\ncontent-type: ${mimetype}\r\n\r\n`;
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: streamOf(framed(head, source, `\r\n--${boundary}--\r\n`)),
  };
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '%0A', '\r': '%0D', '"': '%22' };
const escaped = (name: string): string => name.replace(/[\n\r"]/g, (letter) => ESCAPES[letter] ?? '');

async function* framed(head: string, source: ByteSource, tail: string): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(head);
  yield* source;
  yield encoder.encode(tail);
}

/** `ReadableStream.from`, which not every browser has. */
function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}
