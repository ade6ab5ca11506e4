import { isAscii, isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { setImmediate as others } from 'node:timers/promises';
import { ApiError } from '@wagw/shared/errors/problem';
import type { FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { MAX_BODY_BYTES, MAX_JSON_DEPTH, MAX_JSON_MARKS } from '../limits.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a large JSON body, so that nobody has to write it again to compare it. */
    bodyDigest: string | undefined;
  }
}

/** Above this the steps of reading a body are taken one by one, with other requests between them. */
const LARGE_BYTES = 256 * 1024;

/** Reads JSON. `__proto__` and the like are refused, as is what would take long to read. */
export const jsonBodies = plugin(async (app) => {
  app.decorateRequest('bodyDigest', undefined);
  const parseText = app.getDefaultJsonParser('error', 'error');
  const parse = (request: FastifyRequest, text: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      void parseText(request, text, (error, value) => (error === null ? resolve(value) : reject(error)));
    });

  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      // Clients that always say "JSON" may send a POST without a body.
      if (body.length === 0) return undefined;
      if (!isUtf8(body)) throw new ApiError('invalid_request', 'The body is not UTF-8.');
      if (!isModestJson(body)) throw new ApiError('invalid_request', TOO_MUCH);
      const isLarge = body.length > LARGE_BYTES;
      if (isLarge) {
        request.bodyDigest = createHash('sha256').update(body).digest('base64url');
        await others();
      }
      const text = body.toString();
      if (isLarge) await others();
      const value = await parse(request, text);
      if (isLarge) await others();
      return value;
    },
  );
});

const TOO_MUCH = `The JSON is nested deeper than ${MAX_JSON_DEPTH} levels, has very many parts, or more than 1 MiB beside files in base64.`;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const [OPENING, CLOSING] = [
  [0x5b, 0x7b],
  [0x5d, 0x7d],
] as const;

/**
 * Whether a text, if it is JSON, can be parsed at once: it is not deep, not made of very many parts, and no more than 1 MiB of it is anything but
 * strings without escapes, the large ones of which are ASCII. What such strings have is passed over in one step.
 */
export function isModestJson(json: Buffer): boolean {
  let depth = 0;
  let marks = 0;
  let unplain = 0;
  let backslash = -1;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    unplain += 1;
    if (byte === OPENING[0] || byte === OPENING[1]) depth += 1;
    else if (byte === CLOSING[0] || byte === CLOSING[1]) depth -= 1;
    else if (byte === COMMA) marks += 1;
    else if (byte === QUOTE) {
      const start = at;
      let hasEscapes = false;
      do {
        at = json.indexOf(QUOTE, at + 1);
        // No JSON. Its end is not looked for again.
        if (at === -1) return json.length <= MAX_BODY_BYTES;
        marks += 1;
        if (backslash < start) backslash = orEnd(json.indexOf(BACKSLASH, start));
        hasEscapes = backslash < at;
        if (hasEscapes && unplain + at - start > MAX_BODY_BYTES) return false;
      } while (hasEscapes && marks <= MAX_JSON_MARKS && isEscaped(json, at));
      if (hasEscapes) unplain += at - start;
      else if (at - start > MAX_BODY_BYTES && !isAscii(json.subarray(start, at))) return false;
    }
    if (depth > MAX_JSON_DEPTH || marks > MAX_JSON_MARKS || unplain > MAX_BODY_BYTES) return false;
  }
  return true;
}

const orEnd = (index: number): number => (index === -1 ? Number.POSITIVE_INFINITY : index);

/** A quotation mark is part of a string when an odd number of backslashes stands before it. */
function isEscaped(json: Buffer, at: number): boolean {
  let before = at - 1;
  while (json[before] === BACKSLASH) before -= 1;
  return (at - before) % 2 === 0;
}
