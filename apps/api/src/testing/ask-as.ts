import { type Answer, answerOf } from './running-api.ts';

/** Asks an api as callers of another gateway do: with their own header for the key; bodies are JSON both ways. */
export type Ask = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

/** @param own the headers of each request, which those of a single one replace */
export function askAs(baseUrl: string, own: Record<string, string>): Ask {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(baseUrl + path, {
      method,
      headers: { ...own, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answerOf(response);
  };
}
