import { pipeline, type Readable, Transform } from 'node:stream';
import { ActionError } from '../engine/actions.ts';

/**
 * The same content, counted; it fails with `too_large` as soon as there is more than `maxBytes`.
 * @returns the bytes that have passed so far with `bytes()`
 */
export function countBytes(
  content: Readable,
  maxBytes: number,
): { readonly content: Readable; readonly bytes: () => number } {
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes)
        done(new ActionError('too_large', `It has more than the ${maxBytes} bytes allowed.`));
      else done(null, chunk);
    },
  });
  // Whoever reads sees the failure.
  pipeline(content, counter, () => undefined);
  return { content: counter, bytes: () => bytes };
}
