import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { expiredBlobs, forgetBlob, keepBlob } from './blob-expiry.ts';
import { fitsMediaType, maxMediaBytes } from './media-kinds.ts';
import { loadReceivedMedia, noteReceivedMedia } from './received-media.ts';
import { loadUpload, storeUpload, type UploadRecord } from './upload-store.ts';

const NOW = Date.now();
const DAY = 86_400_000;

let server: TemporaryRedis;
beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());
beforeEach(() => server.client.flushall());

describe('a stored file', () => {
  const expired = (now: number) => expiredBlobs(server.client, now, 10);

  test('is kept for as long as anybody needs it', async () => {
    await keepBlob(server.client, 'shop/a', NOW + 2 * DAY);
    await keepBlob(server.client, 'shop/a', NOW + DAY);
    expect(await expired(NOW + DAY)).toEqual([]);
    expect(await expired(NOW + 2 * DAY)).toEqual(['shop/a']);
  });

  test('is forgotten when it was removed, but not when somebody needs it again', async () => {
    await keepBlob(server.client, 'shop/a', NOW);
    await keepBlob(server.client, 'shop/b', NOW);
    await keepBlob(server.client, 'shop/b', NOW + DAY);
    await forgetBlob(server.client, 'shop/a', NOW);
    await forgetBlob(server.client, 'shop/b', NOW);
    expect(await expired(NOW + 9 * DAY)).toEqual(['shop/b']);
  });
});

test('an upload is found by its id until it expires', async () => {
  const upload: UploadRecord = {
    id: 'upl_1',
    sessionId: 'shop',
    key: 'shop/a',
    bytes: 5,
    mimetype: 'image/png',
    isRecognised: true,
    filename: 'a.png',
    expiresAt: NOW + DAY,
  };
  await storeUpload(server.client, upload);
  expect(await loadUpload(server.client, 'shop', 'upl_1')).toEqual(upload);
  const nameless = { ...upload, isRecognised: false, filename: undefined };
  await storeUpload(server.client, nameless);
  expect(await loadUpload(server.client, 'shop', 'upl_1')).toEqual(nameless);
  expect(await loadUpload(server.client, 'other', 'upl_1')).toBeUndefined();
  expect(await server.client.pttl('wagw:upload:shop:upl_1')).toBeLessThanOrEqual(DAY);
  expect(await expiredBlobs(server.client, NOW + DAY, 1)).toEqual(['shop/a']);
});

test('what is known of a received file grows', async () => {
  const note = (media: Parameters<typeof noteReceivedMedia>[3]) =>
    noteReceivedMedia(server.client, 'shop', 'false_1@c.us_A', media, NOW + DAY);
  await note({ state: 'pending', bytes: 7, mimetype: 'video/mp4' });
  await note({ state: 'ready', key: 'shop/a' });
  expect(await loadReceivedMedia(server.client, 'shop', 'false_1@c.us_A')).toEqual({
    state: 'ready',
    key: 'shop/a',
    bytes: 7,
    mimetype: 'video/mp4',
    filename: undefined,
    detail: undefined,
  });
  expect(await expiredBlobs(server.client, NOW + DAY, 1)).toEqual(['shop/a']);
  expect(await loadReceivedMedia(server.client, 'shop', 'false_1@c.us_B')).toBeUndefined();
});

describe('kinds', () => {
  test.each([
    ['image', 'image/png', true],
    ['image', 'text/html', false],
    ['image', undefined, false],
    ['sticker', 'image/webp', true],
    ['video', 'video/mp4', true],
    ['audio', 'video/webm', true],
    ['voice', 'application/ogg', true],
    ['video', 'application/ogg', false],
    ['voice', 'image/png', false],
    ['document', undefined, true],
  ] as const)('%s of %s: %s', (type, mimetype, fits) => {
    expect(fitsMediaType(type, mimetype)).toBe(fits);
  });

  test("the lower of the operator's limit and WhatsApp's counts", () => {
    expect(maxMediaBytes('document', 64)).toBe(64 * 2 ** 20);
    expect(maxMediaBytes('image', 64)).toBe(16 * 2 ** 20);
    expect(maxMediaBytes('image', 2)).toBe(2 * 2 ** 20);
    expect(maxMediaBytes('sticker', 64)).toBe(2 ** 20);
  });
});
