import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Answer, OpenApiDocument, Ref } from '../openapi/document.ts';

/** Judges values by the schemas that stand in an OpenAPI document. */
export interface DocumentChecker {
  /**
   * What is wrong with a value, in words; empty when it is valid.
   * @param place the keys from the top of the document to a schema
   */
  faults(place: readonly string[], value: unknown): string[];
  /** Where the answer with this status is described, and with which headers. @throws Error when it is not */
  answer(
    operation: readonly [path: string, method: string],
    status: number,
  ): { readonly place: string[]; readonly headers: readonly string[] };
}

const ID = 'openapi.json';

export function createDocumentChecker(document: OpenApiDocument): DocumentChecker {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
  addFormats.default(ajv);
  ajv.addSchema(document, ID);

  return {
    faults(place, value) {
      const $ref = `${ID}#/${place.map(pointerPart).join('/')}`;
      const validate = ajv.getSchema($ref) ?? ajv.compile({ $ref });
      validate(value);
      return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
    },

    answer([path, method], status) {
      const operation = document.paths[path]?.[method as 'get'];
      if (operation === undefined) throw new Error(`${method} ${path} is not in the document`);
      const key = [String(status), 'default'].find((each) => each in operation.responses) ?? 'none';
      const answer = operation.responses[key] as Answer | Ref;
      if ('$ref' in answer) return { place: answer.$ref.slice('#/'.length).split('/'), headers: [] };
      const headers = Object.keys(answer.headers ?? {});
      return { place: ['paths', path, method, 'responses', key], headers };
    },
  };
}

const pointerPart = (key: string): string =>
  encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
