import { randomBytes } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BlobStore } from '../blob-store.ts';

export interface StoreUnderTest {
  readonly store: BlobStore;
  readonly cleanUp: () => Promise<void>;
}

/** What every store must do; each adapter's test runs it. */
export function itIsABlobStore(start: () => Promise<StoreUnderTest>): void {
  describe('as a store of blobs', () => {
    let store: BlobStore;
    let cleanUp: StoreUnderTest['cleanUp'];

    beforeAll(async () => {
      ({ store, cleanUp } = await start());
    });

    afterAll(async () => {
      store.close();
      await cleanUp();
    });

    const put = (key: string, content: string | Buffer) => store.put(key, Readable.from([content]));
    const get = async (key: string) => {
      const content = await store.get(key);
      return content === undefined ? undefined : await buffer(content);
    };
    const text = async (key: string) => (await get(key))?.toString();

    it('gives back what was put', async () => {
      await put('alpha/1-1', 'one');
      expect(await text('alpha/1-1')).toBe('one');
      await put('alpha/1-1', 'another');
      expect(await text('alpha/1-1')).toBe('another');
    });

    it.each([0, 1, 5 * 2 ** 20, 12_345_678])('takes %d bytes as they come', async (size) => {
      const content = randomBytes(size);
      const pieces = Array.from({ length: Math.ceil(size / 70_000) }, (_, i) =>
        content.subarray(i * 70_000, (i + 1) * 70_000),
      );
      await store.put('sizes/1-1', Readable.from(pieces, { objectMode: false }));
      expect((await get('sizes/1-1'))?.equals(content)).toBe(true);
    });

    it('says that there is none', async () => {
      expect(await store.get('nobody/1-1')).toBeUndefined();
      expect(await store.list('nobody')).toEqual([]);
      await store.delete('nobody/1-1');
    });

    it('lists what a session has, and nothing of others', async () => {
      for (const key of ['beta/2-1', 'beta/1-2', 'beta2/1-1', 'bet/1-1']) await put(key, key);
      expect(await store.list('beta')).toEqual(['beta/1-2', 'beta/2-1']);
    });

    it('deletes one and leaves the others', async () => {
      for (const key of ['gamma/1-1', 'gamma/1-2']) await put(key, key);
      await store.delete('gamma/1-1');
      expect(await store.get('gamma/1-1')).toBeUndefined();
      expect(await store.list('gamma')).toEqual(['gamma/1-2']);
      await store.delete('gamma/1-2');
      expect(await store.list('gamma')).toEqual([]);
      await put('gamma/1-3', 'again');
      expect(await store.list('gamma')).toEqual(['gamma/1-3']);
    });

    it.each([10, 8_000_000])(
      'shows nothing of an object whose content fails after %d bytes',
      async (size) => {
        await put('delta/1-1', 'before');
        const breaking = () =>
          Readable.from(
            (async function* () {
              for (let left = size; left > 0; left -= 100_000) yield Buffer.alloc(Math.min(left, 100_000));
              throw new Error('the browser died');
            })(),
            { objectMode: false },
          );
        await expect(store.put('delta/1-1', breaking())).rejects.toThrow('the browser died');
        await expect(store.put('delta/1-2', breaking())).rejects.toThrow('the browser died');
        expect(await text('delta/1-1')).toBe('before');
        expect(await store.list('delta')).toEqual(['delta/1-1']);
      },
    );

    it('gives up when it is told to', async () => {
      const stalled = new PassThrough();
      stalled.write('and then nothing');
      const giveUp = new AbortController();
      const putting = store.put('epsilon/1-1', stalled, giveUp.signal);
      setTimeout(() => giveUp.abort(new Error('no more time')), 50);
      await expect(putting).rejects.toThrow();
      expect(stalled.destroyed).toBe(true);
      expect(await store.list('epsilon')).toEqual([]);
      await expect(store.put('epsilon/1-1', Readable.from(['x']), giveUp.signal)).rejects.toThrow();
      expect(await store.list('epsilon')).toEqual([]);
    });

    it('shows a reader nothing or the whole object', async () => {
      const content = randomBytes(300_000);
      for (const key of ['zeta/1-1', 'zeta/1-2', 'zeta/1-3']) {
        let isDone = false;
        const putting = put(key, content).then(() => {
          isDone = true;
        });
        while (!isDone) expect([undefined, content]).toContainEqual(await get(key));
        await putting;
        expect((await get(key))?.equals(content)).toBe(true);
      }
    });

    it.each(['../outside/1', 'a/../../b', '/etc/passwd', 'a', 'a/b/c', 'a/', '.unfinished/1', 'a/b\0'])(
      'takes no such key: %j',
      async (key) => {
        await expect(put(key, 'x')).rejects.toThrow('Not a key');
        await expect(store.get(key)).rejects.toThrow('Not a key');
        await expect(store.delete(key)).rejects.toThrow('Not a key');
      },
    );
  });
}
