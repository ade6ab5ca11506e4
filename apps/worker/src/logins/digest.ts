import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';

export interface Measured {
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** Lets a stream through and tells what it was; `result` may be asked when it has ended. */
export function measure(): { readonly stream: Transform; result(): Measured } {
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  return { stream, result: () => ({ bytes, sha256: hash.digest('hex') }) };
}

/** Lets a stream through, which fails at its end if `verdict` gives an error. */
export function judge(verdict: (measured: Measured) => Error | undefined): Transform {
  const { stream, result } = measure();
  stream._flush = (done) => done(verdict(result()));
  return stream;
}
