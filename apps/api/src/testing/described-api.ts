import { expect } from '@jest/globals';
import type { OpenApiDocument } from '../openapi/document.ts';
import { createDocumentChecker, type DocumentChecker } from './document-checker.ts';
import { type Answer, type CallOptions, type RunningApi, startApi } from './running-api.ts';

interface Asking extends CallOptions {
  /** For the names in braces. */
  readonly params?: Readonly<Record<string, string>>;
  /** With its question mark. */
  readonly query?: string;
}

/** An api whose answers are judged by its own document. */
export interface DescribedApi extends RunningApi {
  /**
   * Asks an operation of the document, and fails when the answer is not as it says.
   * @param method as it stands there: in lower case
   * @param path as it stands there: with names in braces
   */
  ask(method: string, path: string, asking?: Asking): Promise<Answer>;
}

export async function startDescribedApi(): Promise<DescribedApi> {
  const api = await startApi();
  const checker = await checkerOf(api).catch(async (error: unknown) => {
    await api.close();
    throw error;
  });

  return {
    ...api,
    async ask(method, path, { params = {}, query = '', ...options } = {}) {
      const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(String(params[name])),
      );
      const answer = await api.call(method.toUpperCase(), url + query, options);
      const type = String(answer.headers.get('content-type')).split(';')[0];
      const { place, headers } = checker.answer([path, method], answer.status);
      const faults = checker.faults([...place, 'content', String(type), 'schema'], answer.body);
      if (answer.headers.has('location') !== headers.includes('Location'))
        faults.push('Location is not as described');
      expect({ asked: `${method} ${path}`, faults }).toEqual({ asked: `${method} ${path}`, faults: [] });
      return answer;
    },
  };
}

async function checkerOf(api: RunningApi): Promise<DocumentChecker> {
  const document = await (await api.fetch('/openapi.json')).json();
  return createDocumentChecker(document as OpenApiDocument);
}
