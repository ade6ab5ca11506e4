import { expect, test } from '@jest/globals';
import { fileKindOf } from './file-kinds.ts';

test.each([
  ['image/png', 1_000, 'image'],
  ['image/png', 17 * 2 ** 20, 'document'],
  ['image/svg+xml', 1_000, 'document'],
  ['video/mp4', 1_000, 'video'],
  ['audio/ogg', 1_000, 'audio'],
  ['', 1_000, 'document'],
] as const)('a file of type "%s" with %d bytes goes as %s', (type, size, kind) => {
  expect(fileKindOf({ type, size })).toBe(kind);
});
