import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createS3Store } from './s3-store.ts';
import { startS3, type TestS3 } from './testing/s3-server.ts';
import { itIsALoginStore } from './testing/store-conformance.ts';

let s3: TestS3;

beforeAll(async () => {
  s3 = await startS3();
});

afterAll(async () => {
  await s3.close();
});

const storeAt = (prefix: string, change: object = {}) =>
  createS3Store({ ...s3, region: 'us-east-1', forcePathStyle: true, prefix, ...change });

itIsALoginStore(async () => ({ store: storeAt('conformance'), close: async () => undefined }));

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
  const keys = Array.from({ length: 1_050 }, (_, i) => `one/1-${1_000 + i}`);
  for (let at = 0; at < keys.length; at += 50) {
    await Promise.all(keys.slice(at, at + 50).map((key) => store.put(key, Readable.from(['x']))));
  }
  expect(await store.list('one')).toEqual(keys);
  store.close();
});

it('says what is wrong when the bucket, the key or the server is', async () => {
  const wrong = [
    { change: { bucket: 'nowhere' }, name: 'NoSuchBucket' },
    {
      change: { credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'other' } },
      name: 'SignatureDoesNotMatch',
    },
    { change: { endpoint: 'http://127.0.0.1:9' }, name: undefined, code: 'ECONNREFUSED' },
  ];
  for (const { change, ...error } of wrong) {
    const store = storeAt('wrong', change);
    await expect(store.put('one/1-1', Readable.from(['x']))).rejects.toMatchObject(
      error.code === undefined ? { name: error.name } : { code: error.code },
    );
    await expect(store.get('one/1-1')).rejects.toThrow();
    store.close();
  }
});
