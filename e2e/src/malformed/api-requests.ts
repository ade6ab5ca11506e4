import fc from 'fast-check';
import { brokenBodies } from './broken-json.ts';
import type { Sending } from './exchange.ts';
import { hostileTexts } from './hostile-values.ts';
import { type JsonSchema, valuesOf } from './json-schema-values.ts';
import { multipartBodies } from './multipart-bodies.ts';

/** The parts of an OpenAPI document that requests are made from. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly parameters?: Readonly<Record<string, ApiParameter>>;
  };
}

interface ApiParameter {
  readonly name: string;
  readonly in: string;
  readonly schema: JsonSchema;
}

interface ApiOperation {
  readonly parameters?: readonly (ApiParameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
}

export interface MalformedRequest extends Sending {
  /** For people: what it is. */
  readonly what: string;
}

/** What exists in the api that is asked. */
export interface Existing {
  readonly key: string;
  /** Values of path parameters that lead somewhere, by the name of the parameter. */
  readonly ids: Readonly<Record<string, readonly string[]>>;
}

/** Requests for every operation of the document, each of them broken somewhere, or nowhere. */
export function apiRequests(document: ApiDocument, existing: Existing): fc.Arbitrary<MalformedRequest> {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) =>
      requestsOf(document, existing, { path, method, operation }),
    ),
  );
  return fc.oneof(...operations);
}

interface Placed {
  readonly path: string;
  readonly method: string;
  readonly operation: ApiOperation;
}

function requestsOf(
  document: ApiDocument,
  existing: Existing,
  placed: Placed,
): fc.Arbitrary<MalformedRequest> {
  const { path, method, operation } = placed;
  return fc
    .record({
      method: methodsOf(method),
      path: pathsOf(path, existing),
      query: queriesOf(document, operation),
      headers: headersOf(existing.key),
      body: bodiesOf(document, operation),
    })
    .map(({ method: asked, path: where, query, headers, body }) => {
      const head = [
        `${asked} ${where}${query} HTTP/1.1`,
        ...headers,
        ...(body === undefined ? [] : [...body.headers, `content-length: ${body.bytes.length}`]),
        'connection: close',
      ].join('\r\n');
      return {
        what: `${method.toUpperCase()} ${path}`,
        isHead: asked === 'HEAD',
        bytes: Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), body?.bytes ?? Buffer.alloc(0)]),
      };
    });
}

const OTHER_METHODS = [
  'HEAD',
  'OPTIONS',
  'TRACE',
  'PUT',
  'PATCH',
  'DELETE',
  'POST',
  'GET',
  'PROPFIND',
  'QUERY',
  'LOCK',
];

const methodsOf = (method: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 15, arbitrary: fc.constant(method.toUpperCase()) },
    { weight: 1, arbitrary: fc.constantFrom(...OTHER_METHODS) },
  );

/** Nothing in it ends the request line. */
const inUrl = (text: string): string => encodeURIComponent(Buffer.from(text).toString()).slice(0, 9_000);

const BAD_SEGMENTS = [
  '%',
  '%zz',
  '%00',
  '%ff%fe',
  '%c0%af',
  '..',
  '.',
  '%2e%2e%2f',
  ';a=b',
  '*',
  '{id}',
  ':id',
  '\xe9',
  '|',
  '%0d%0a',
  '%F0%9F%A4%A6',
];

function pathsOf(path: string, { ids }: Existing): fc.Arbitrary<string> {
  const parts = path.split(/\{(\w+)\}/).map((part, index) => {
    if (index % 2 === 0) return fc.constant(part);
    const known = ids[part] ?? ['1'];
    return fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...known) },
      { weight: 2, arbitrary: hostileTexts.map(inUrl) },
      { weight: 1, arbitrary: fc.constantFrom(...BAD_SEGMENTS) },
    );
  });
  const whole = fc.tuple(...parts).map((texts) => texts.join(''));
  return fc
    .tuple(whole, fc.constantFrom(...Array.from({ length: 30 }, () => ''), '/', '//', '/x', '/%', '%', '#a'))
    .map(([text, tail]) => text + tail);
}

function queriesOf({ components }: ApiDocument, { parameters = [] }: ApiOperation): fc.Arbitrary<string> {
  const known = parameters
    .map((each) => ('$ref' in each ? components.parameters?.[each.$ref.split('/').at(-1) ?? ''] : each))
    .filter((each) => each?.in === 'query');
  const names = fc.constantFrom(
    'limit',
    'after',
    'cursor',
    '__proto__',
    'constructor',
    'a[b]',
    'token',
    '',
    ...known.map((each) => each?.name ?? ''),
  );
  const values = fc.oneof(
    hostileTexts.map(inUrl),
    fc.constantFrom('1', '0', '-1', '', '%', '%zz', 'true', 'a&limit=1', '[]', '10&limit=20', '\xff'),
    ...known.map((each) =>
      valuesOf(each?.schema ?? {}, components.schemas).map((value) => inUrl(String(value))),
    ),
  );
  const pairs = fc.array(fc.tuple(names, values), { minLength: 1, maxLength: 4 });
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant('') },
    {
      weight: 1,
      arbitrary: pairs.map((all) => `?${all.map(([name, value]) => `${inUrl(name)}=${value}`).join('&')}`),
    },
  );
}

const ODD_HEADERS = [
  'idempotency-key: ',
  `idempotency-key: ${'k'.repeat(256)}`,
  'idempotency-key: with space',
  'idempotency-key: \xe9\xff',
  'idempotency-key: a\r\nidempotency-key: b',
  'idempotency-key: same-for-all',
  'last-event-id: \xff',
  'last-event-id: 1-1-1\r\naccept: text/event-stream',
  'accept: image/png;q=x, */*;q=9',
  `accept: ${'a/b,'.repeat(1_000)}`,
  'accept-encoding: gzip, br, \xff',
  'content-encoding: gzip',
  'content-language: \xff',
  'range: bytes=5-1,-,99999-',
  'if-none-match: *',
  'if-modified-since: never',
  'expect: 200-ok',
  'expect: 100-continue',
  'upgrade: websocket',
  'upgrade: h2c\r\nhttp2-settings: AAMAAABkAARAAAAAAAIAAAAA',
  'te: trailers, deflate',
  'trailer: x-key',
  'x-forwarded-for: a, , 999.1.1.1, \xff',
  'x-forwarded-host: [::',
  'forwarded: for=";;',
  'x-http-method-override: DELETE',
  'origin: null',
  'origin: https://example.com\r\naccess-control-request-method: \xff',
  'cookie: a=b; a=c; =; ;',
  'traceparent: 00-zz-1-0',
  'x-tenant-id: \xff../..',
  'authorization: Bearer',
  'authorization: Basic Og==',
  `authorization: Bearer ${'a.b'.repeat(30)}.c`,
  'user-agent: ',
  'content-type: text/plain',
  'host: other',
  `x-long: ${'v'.repeat(9_000)}`,
  `x-long: ${'v'.repeat(17_000)}`,
  Array.from({ length: 150 }, (_, index) => `x-${index}: 1`).join('\r\n'),
];

function headersOf(key: string): fc.Arbitrary<string[]> {
  const keys = fc.oneof(
    { weight: 30, arbitrary: fc.constant([`x-gateway-key: ${key}`]) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<string[]>(
        [],
        ['x-gateway-key: '],
        ['x-gateway-key: wrong'],
        ['x-gateway-key: \xff'],
        [`x-gateway-key: ${key}`, 'x-gateway-key: b'],
        [`apikey: ${key}\r\nx-api-key: c`],
      ),
    },
  );
  const odd = fc.oneof(
    { weight: 2, arbitrary: fc.constant<string[]>([]) },
    { weight: 1, arbitrary: fc.subarray(ODD_HEADERS, { minLength: 1, maxLength: 3 }) },
  );
  // Nobody waits here for what no worker will ever do.
  return fc
    .tuple(keys, odd)
    .map(([given, others]) => ['host: localhost', 'prefer: wait=0', ...given, ...others]);
}

interface WireBody {
  readonly headers: readonly string[];
  readonly bytes: Buffer;
}

const JSON_TYPES = ['application/json', 'application/json; charset=utf-8'];
const ODD_TYPES = [
  'application/json; charset=utf-16',
  'application/json;;=',
  'APPLICATION/JSON',
  'application/merge-patch+json',
  'text/plain',
  'text/json',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'application/octet-stream',
  '*/*',
  'json',
  '',
  '\xff/\xfe',
  'application/json, application/json',
  `application/${'j'.repeat(2_000)}`,
];

function bodiesOf(document: ApiDocument, { requestBody }: ApiOperation): fc.Arbitrary<WireBody | undefined> {
  const schema = requestBody?.content['application/json']?.schema ?? {};
  const isUpload = requestBody?.content['multipart/form-data'] !== undefined;
  const types = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...JSON_TYPES) },
    { weight: 1, arbitrary: fc.constantFrom(...ODD_TYPES) },
  );
  const json = fc
    .tuple(types, brokenBodies(valuesOf(schema, document.components.schemas)))
    .map(([type, bytes]) => ({ headers: [`content-type: ${type}`], bytes }));
  const none = fc.constant(undefined);
  const multipart = multipartBodies.map(({ boundary, bytes }) => ({
    headers: [`content-type: multipart/form-data; boundary=${boundary}`],
    bytes,
  }));
  if (requestBody === undefined)
    return fc.oneof({ weight: 4, arbitrary: none }, { weight: 1, arbitrary: json });
  return fc.oneof(
    { weight: 12, arbitrary: json },
    { weight: 1, arbitrary: none },
    { weight: isUpload ? 6 : 1, arbitrary: multipart },
  );
}
