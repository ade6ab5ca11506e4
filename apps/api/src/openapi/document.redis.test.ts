import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { EVENT_NAMES } from '@wagw/shared/events/catalogue';
import { MESSAGE_TYPES } from '@wagw/shared/messages/content';
import type { FastifyInstance } from 'fastify';
import { createDocumentChecker, type DocumentChecker } from '../testing/document-checker.ts';
import { type RunningApi, startApi } from '../testing/running-api.ts';
import { type Example, type Media, type OpenApiDocument, operationsOf, type Ref } from './document.ts';
import { REQUEST_EXAMPLES } from './request-examples.ts';

let api: RunningApi;
let text: string;
let document: OpenApiDocument;
let checker: DocumentChecker;
const routes: string[] = [];

const noteRoutes = (message: unknown) => {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) routes.push(`${each} ${url.replaceAll(/:(\w+)/g, '{$1}')}`);
  });
};

beforeAll(async () => {
  subscribe('fastify.initialization', noteRoutes);
  api = await startApi();
  unsubscribe('fastify.initialization', noteRoutes);
  const response = await fetch(`${api.baseUrl}/openapi.json`);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  text = await response.text();
  document = JSON.parse(text) as OpenApiDocument;
  checker = createDocumentChecker(document);
});

afterAll(() => api.close());

test('a linter finds nothing in it', async () => {
  const config = await createConfig({
    extends: ['recommended-strict'],
    rules: {
      // Ids of webhooks begin with whk_, so `deliveries` is none.
      'no-ambiguous-paths': 'off',
      // Whether the process is alive is never the caller's fault.
      'operation-4xx-response': 'off',
      // Keys of a record are named by `propertyNames`.
      'no-required-schema-properties-undefined': 'off',
      // Done below, for parameters and answers too.
      'no-invalid-media-type-examples': 'off',
    },
  });
  const problems = await lintFromString({ source: text, absoluteRef: 'openapi.json', config });
  expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual(
    [],
  );
});

test('it has every route of the api, and nothing else', () => {
  const described = operationsOf(document).map(({ path, method }) => `${method.toUpperCase()} ${path}`);
  const isOfThePage = (route: string) => /^\w+ (\/docs(\/.*)?|\/openapi\.json)$/.test(route);
  const served = routes.filter((route) => !route.startsWith('HEAD ') && !isOfThePage(route));
  expect(described.sort()).toEqual(served.sort());
});

test('every operation has a name of its own, a subject that is described, and answers with a body', () => {
  const operations = operationsOf(document).map(({ operation }) => operation);
  const names = operations.map(({ operationId }) => operationId);
  expect(names).toEqual([...new Set(names)]);
  const subjects = document.tags.map(({ name }) => name);
  for (const { operationId, summary, tags, responses } of operations) {
    const [answer] = Object.entries(responses).filter(([status]) => status.startsWith('2'));
    expect({ operationId, summary, tags, answer: answer?.[1] }).toEqual({
      operationId,
      summary: expect.stringMatching(/^[A-Z].*[^.]$/),
      tags: subjects.filter((name) => name === tags[0]),
      answer: expect.objectContaining({ content: expect.anything() }),
    });
  }
});

test('every parameter is explained', () => {
  const unsaid = operationsOf(document).flatMap(({ operation }) =>
    (operation.parameters ?? [])
      .filter((each) => !('$ref' in each) && (each.description ?? '') === '')
      .map((each) => [operation.operationId, each]),
  );
  expect(unsaid).toEqual([]);
});

test('every event of the catalogue is a webhook', () => {
  expect(Object.keys(document.webhooks ?? {})).toEqual([...EVENT_NAMES]);
});

describe('examples', () => {
  test('stand beside every JSON body that is read, for messages of every kind', () => {
    const bodies = operationsOf(document).flatMap(({ operation }) => {
      const media = operation.requestBody?.content['application/json'];
      return media === undefined ? [] : [[operation.operationId, media] as const];
    });
    const without = bodies.filter(([, { examples = {} }]) => Object.keys(examples).length === 0);
    expect(without.map(([operationId]) => operationId)).toEqual([]);
    const names = bodies.map(([operationId]) => operationId);
    expect(Object.keys(REQUEST_EXAMPLES).filter((name) => !names.includes(name))).toEqual([]);
    const { examples } = new Map(bodies).get('sendMessage') ?? {};
    expect(Object.keys(examples ?? {})).toEqual(expect.arrayContaining([...MESSAGE_TYPES]));
  });

  test('are valid', () => {
    const media = mediaIn(document, []);
    expect(media.length).toBeGreaterThan(50);
    const faults = media.flatMap(({ place, examples }) =>
      Object.entries(examples).flatMap(([name, example]) => {
        const { value } = '$ref' in example ? sharedExample(example) : example;
        return checker.faults([...place, 'schema'], value).map((fault) => [...place, name, fault].join(' '));
      }),
    );
    expect(faults).toEqual([]);
  });

  test('would be found out if they were not', () => {
    const place = ['components', 'schemas', 'SendMessage'];
    expect(checker.faults(place, { to: '+5511987654321', text: 'Oi' })).toEqual([]);
    expect(checker.faults(place, { to: '+5511987654321', txet: 'Oi' })).not.toEqual([]);
  });
});

function sharedExample({ $ref }: Ref): Example {
  const { [$ref.replace('#/components/examples/', '')]: example } = document.components.examples ?? {};
  if (example === undefined) throw new Error(`${$ref} leads nowhere`);
  return example;
}

/** Everything in the document that has examples, and where it stands. */
function mediaIn(
  part: unknown,
  place: string[],
): (Required<Pick<Media, 'examples'>> & { place: string[] })[] {
  if (typeof part !== 'object' || part === null) return [];
  const { schema, examples } = part as Partial<Media>;
  if (schema !== undefined && examples !== undefined) return [{ place, examples }];
  return Object.entries(part).flatMap(([key, child]) => mediaIn(child, [...place, key]));
}
