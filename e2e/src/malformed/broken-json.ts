import fc from 'fast-check';
import { hostileTexts, hostileValues } from './hostile-values.ts';

type Path = readonly (string | number)[];

function pathsIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...at, key]))];
}

/** A copy in which what is at `path` was replaced. Undefined leaves it out. */
function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((inner, index) => (index === Number(key) ? replaced(inner, rest, by) : inner));
  const { [key]: inner, ...others } = value as Record<string, unknown>;
  const put = replaced(inner, rest, by);
  return put === undefined ? others : { ...others, [key]: put };
}

function extended(value: unknown, name: string, extra: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.defineProperty({ ...value }, name, { value: extra, enumerable: true })
    : extra;
}

/** Values that are not quite what was asked for: something of the wrong kind, missing, or too much. */
export function brokenValues(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(
      valid,
      fc.nat(),
      hostileValues,
      hostileTexts,
      fc.constantFrom('replace', 'leave out', 'add', 'nothing'),
    )
    .map(([value, where, hostile, name, how]) => {
      const paths = pathsIn(value);
      const path = paths[where % paths.length] ?? [];
      switch (how) {
        case 'replace':
          return replaced(value, path, hostile);
        case 'leave out':
          return replaced(value, path, undefined);
        case 'add':
          return extended(value, name, hostile);
        default:
          return value;
      }
    });
}

const WRITTEN_BADLY: readonly ((json: string) => Buffer)[] = [
  (json) => Buffer.from(json.slice(0, -1)),
  (json) => Buffer.from(json.slice(0, json.length / 2)),
  (json) => Buffer.from(`${json}${json}`),
  (json) => Buffer.from(`\ufeff${json}`),
  (json) => Buffer.from(json, 'utf16le'),
  (json) => Buffer.concat([Buffer.from(json), Buffer.from([0])]),
  (_json) =>
    Buffer.concat([Buffer.from('{"text":"'), Buffer.from([0xff, 0xfe, 0xc0, 0x80]), Buffer.from('"}')]),
  (json) => Buffer.from(json.replaceAll('"', "'")),
  (json) => Buffer.from(json.replace('{', '{"__proto__":{"isAdmin":true},')),
  (json) => Buffer.from(json.replace('{', '{"constructor":{"prototype":{"a":1}},')),
  (json) => Buffer.from(json.replace('{', '{"to":"1","to":{"a":[]},')),
  (json) => Buffer.from(`/* */ ${json}`),
  () => Buffer.from('['.repeat(50_000)),
  () => Buffer.from('{"a":'.repeat(20_000)),
  () => Buffer.from(`[${'1,'.repeat(60_000)}1]`),
  () => Buffer.from(`"${'\\"'.repeat(60_000)}"`),
  () => Buffer.from(`{"text":"${'\\ud800'.repeat(10_000)}"}`),
  () => Buffer.from('{"text":1e99999999}'),
  () => Buffer.from('NaN'),
  () => Buffer.from('undefined'),
  () => Buffer.from('   '),
  () => Buffer.alloc(0),
  () => Buffer.alloc(3_000, 0),
];

/** The bytes of a body: mostly JSON with a value that is wrong, else JSON that is none. */
export function brokenBodies(valid: fc.Arbitrary<unknown>): fc.Arbitrary<Buffer> {
  return fc.oneof(
    { weight: 4, arbitrary: brokenValues(valid).map((value) => Buffer.from(JSON.stringify(value) ?? '')) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(valid, fc.constantFrom(...WRITTEN_BADLY))
        .map(([value, write]) => write(JSON.stringify(value) ?? '')),
    },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  );
}
