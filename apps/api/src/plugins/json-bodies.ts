import { ApiError } from '@wagw/shared/errors/problem';
import plugin from 'fastify-plugin';
import { MAX_JSON_DEPTH, MAX_JSON_MARKS } from '../limits.ts';

/** Reads JSON; `__proto__` and the like are refused, as is what would take long to parse. */
export const jsonBodies = plugin(async (app) => {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    // Clients that always say "JSON" may send a POST without a body.
    if (text === '') done(null, undefined);
    else if (!isModestJson(text)) {
      done(
        new ApiError(
          'invalid_request',
          `The JSON is nested deeper than ${MAX_JSON_DEPTH} levels, or has too many parts.`,
        ),
      );
    } else void parseJson(request, text, done);
  });
});

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/**
 * Whether a text, if it is JSON, is neither deep nor made of very many parts. Looked at before it is parsed; a long string is passed over
 * in one step.
 */
export function isModestJson(text: string, maxDepth = MAX_JSON_DEPTH, maxMarks = MAX_JSON_MARKS): boolean {
  let depth = 0;
  let marks = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (OPENING.has(code)) depth += 1;
    else if (CLOSING.has(code)) depth -= 1;
    else if (code === COMMA) marks += 1;
    else if (code === QUOTE) {
      do {
        at = text.indexOf('"', at + 1);
        marks += 1;
      } while (at !== -1 && marks <= maxMarks && isEscaped(text, at));
      if (at === -1) return true; // No JSON, as the parser will find.
    }
    if (depth > maxDepth || marks > maxMarks) return false;
  }
  return true;
}

/** A quotation mark is part of a string when an odd number of backslashes stands before it. */
function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === BACKSLASH) before -= 1;
  return (at - before) % 2 === 0;
}
