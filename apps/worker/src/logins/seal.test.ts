import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type SealKey, seal, unseal } from './seal.ts';

const [key, otherKey] = [randomBytes(32), randomBytes(32)];

/** Sizes around those that fill one chunk or two once compressed; what does not compress shows every one of them. */
const anySize = fc.oneof(
  fc.nat({ max: 300 }),
  fc.integer({ min: 65_450, max: 65_600 }),
  fc.integer({ min: 130_900, max: 131_200 }),
);
const withOrWithoutKey = fc.constantFrom<SealKey | undefined>(key, undefined);

/** Comes in pieces of any size. */
function streamOf(bytes: Uint8Array, piece = 10_000): Readable {
  const pieces = [];
  for (let at = 0; at < bytes.length; at += piece) pieces.push(Buffer.from(bytes.subarray(at, at + piece)));
  return Readable.from(pieces);
}

const sealed = (content: Uint8Array, by: SealKey | undefined) => buffer(seal(streamOf(content), by));
const opened = (bytes: Uint8Array, keys: SealKey[], piece?: number) =>
  buffer(unseal(streamOf(bytes, piece), keys));

describe('a sealed login', () => {
  it('opens to the bytes that were sealed, whatever they are and however they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySize,
        withOrWithoutKey,
        fc.integer({ min: 20, max: 70_000 }),
        async (size, by, piece) => {
          const content = randomBytes(size);
          const stored = await sealed(content, by);
          const back = await opened(stored, [otherKey, key], piece);
          expect(back.equals(content)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('does not open when any one bit is another', async () => {
    await fc.assert(
      fc.asyncProperty(anySize, withOrWithoutKey, fc.nat(), async (size, by, place) => {
        const stored = await sealed(randomBytes(size), by);
        const bit = place % (stored.length * 8);
        stored.writeUInt8(stored.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        await expect(opened(stored, [key])).rejects.toMatchObject({ name: 'SealError' });
      }),
      { numRuns: 200 },
    );
  });

  it('does not open when any part of its end is missing, or something follows it', async () => {
    await fc.assert(
      fc.asyncProperty(anySize, withOrWithoutKey, fc.nat(), async (size, by, place) => {
        const stored = await sealed(randomBytes(size), by);
        await expect(opened(stored.subarray(0, place % stored.length), [key])).rejects.toMatchObject({
          code: 'altered',
        });
        await expect(opened(Buffer.concat([stored, randomBytes(1)]), [key])).rejects.toMatchObject({
          code: 'altered',
        });
      }),
      { numRuns: 100 },
    );
  });

  it('does not open when it is cut off between two chunks', async () => {
    for (const by of [key, undefined]) {
      const stored = await sealed(randomBytes(200_000), by);
      const afterSecondChunk = 32 + 2 * (65_536 + 16);
      await expect(opened(stored.subarray(0, afterSecondChunk), [key])).rejects.toMatchObject({
        code: 'altered',
      });
    }
  });

  it('opens with a key that only opens any more, and tells a wrong key from damage', async () => {
    const stored = await sealed(Buffer.from('login'), key);
    expect(String(await opened(stored, [otherKey, key]))).toBe('login');
    await expect(opened(stored, [otherKey])).rejects.toMatchObject({ code: 'wrong_key' });
    await expect(opened(stored, [])).rejects.toMatchObject({ code: 'wrong_key' });
  });

  it('shows nothing of its content, unless there is no key', async () => {
    const content = randomBytes(1_000);
    const shows = async (by: SealKey | undefined) =>
      (await sealed(content, by)).includes(content.subarray(100, 120));
    expect(await shows(key)).toBe(false);
    expect(await shows(undefined)).toBe(true);
  });

  it('is never the same twice', async () => {
    const [first, second] = await Promise.all([sealed(randomBytes(10), key), sealed(randomBytes(10), key)]);
    expect(first.subarray(16, 32).equals(second.subarray(16, 32))).toBe(false);
  });

  it('fails with what it is made of', async () => {
    const breaking = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('the disk is gone');
      })(),
    );
    await expect(buffer(seal(breaking, key))).rejects.toThrow('the disk is gone');
  });
});
