import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasSwift } from '@wagw/local-machine/system-parts';
import { createS3Store } from './s3-store.ts';
import { startS3, type TestS3 } from './testing/s3-server.ts';
import { itIsABlobStore } from './testing/store-conformance.ts';

(hasSwift() ? describe : describe.skip)('a store in S3', () => {
  let s3: TestS3;

  beforeAll(async () => {
    s3 = await startS3();
  });

  afterAll(async () => {
    await s3.close();
  });

  const storeAt = (prefix: string, change: object = {}) => createS3Store({ ...s3, prefix, ...change });

  itIsABlobStore(async () => ({ store: storeAt('conformance'), cleanUp: async () => undefined }));

  it('keeps to its prefix, so that several gateways share a bucket', async () => {
    const [production, staging, root] = [storeAt('production'), storeAt('staging'), storeAt('')];
    await production.put('one/1-1', Readable.from(['production']));
    await staging.put('one/1-1', Readable.from(['staging']));
    await root.put('one/1-2', Readable.from(['root']));
    const content = await production.get('one/1-1');
    expect(content && (await text(content))).toBe('production');
    expect(await staging.list('one')).toEqual(['one/1-1']);
    expect(await root.list('one')).toEqual(['one/1-2']);
    for (const store of [production, staging, root]) store.close();
  });

  it('lists more than a page', async () => {
    const store = storeAt('many');
    const keys = Array.from({ length: 45 }, (_, i) => `one/1-${100 + i}`);
    for (const key of keys) await store.put(key, Readable.from(['x']));
    expect(await store.list('one')).toEqual(keys);
    store.close();
  });

  it.each([
    ['bucket', { bucket: 'nowhere' }, /bucket does not exist/],
    ['secret', { credentials: { accessKeyId: 'gateway:tester', secretAccessKey: 'other' } }, /signature/],
    ['server', { endpoint: 'http://127.0.0.1:9' }, /ECONNREFUSED/],
  ])('says what is wrong with the %s', async (_what, change, message) => {
    const store = storeAt('wrong', change);
    await expect(store.put('one/1-1', Readable.from(['x']))).rejects.toThrow(message);
    await expect(store.get('one/1-1')).rejects.toThrow(message);
    await expect(store.list('one')).rejects.toThrow(message);
    store.close();
  });
});
