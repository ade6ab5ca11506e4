import { expect } from '@jest/globals';
import type { OpenApiDocument } from '../openapi/document.ts';
import { createDocumentChecker } from './document-checker.ts';
import type { Answer, CallOptions, RunningApi } from './running-api.ts';

interface Asking extends CallOptions {
  /** For the names in braces. */
  readonly params?: Readonly<Record<string, string>>;
  /** With its question mark. */
  readonly query?: string;
}

/**
 * Asks an operation of an api's document, and fails when the answer is not as it says.
 * @param method as it stands there: in lower case
 * @param path as it stands there: with names in braces
 */
export type AskByDocument = (method: string, path: string, asking?: Asking) => Promise<Answer>;

/** Has the answers of an api judged by its own document. */
export async function askByDocument(api: RunningApi): Promise<AskByDocument> {
  const document = await (await api.fetch('/openapi.json')).json();
  const checker = createDocumentChecker(document as OpenApiDocument);

  return async (method, path, { params = {}, query = '', ...options } = {}) => {
    const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
    const answer = await api.call(method.toUpperCase(), url + query, options);
    const type = String(answer.headers.get('content-type')).split(';')[0];
    const { place, headers } = checker.answer([path, method], answer.status);
    const faults = checker.faults([...place, 'content', String(type), 'schema'], answer.body);
    if (answer.headers.has('location') !== headers.includes('Location'))
      faults.push('Location is not as described');
    expect({ asked: `${method} ${path}`, faults }).toEqual({ asked: `${method} ${path}`, faults: [] });
    return answer;
  };
}
