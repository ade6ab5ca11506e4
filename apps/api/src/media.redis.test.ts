import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import type { CommandOutcome } from '@wagw/shared/commands/command-store';
import { problemSchema } from '@wagw/shared/errors/problem';
import { noteReceivedMedia } from '@wagw/shared/media/received-media';
import { newMessageId } from '@wagw/shared/messages/message-id';
import { acceptMessages, advanceMessage, loadMessage } from '@wagw/shared/messages/message-store';
import { keys } from '@wagw/shared/redis/keys';
import { type CommandPlayer, playCommands } from './testing/command-player.ts';
import { KEY, MAX_MB, type RunningApi, startApi } from './testing/running-api.ts';

const ANA = '5511987654321@c.us';
const THEIRS = `false_${ANA}_A1B2`;
const DAY = 86_400_000;
/** The smallest picture: one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
  await api.call('POST', '/api/v1/sessions', { body: { id: 'shop', start: false } });
});
afterAll(() => api.close());

const send = (body: object) =>
  api.call('POST', '/api/v1/sessions/shop/messages', { body: { to: ANA, ...body } });

function formOf(file: Uint8Array<ArrayBuffer>, name: string, fields: Record<string, string> = {}): FormData {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set('file', new Blob([file]), name);
  return form;
}

const upload = (file: Uint8Array, name: string) =>
  api.call('POST', '/api/v1/sessions/shop/media', { form: formOf(new Uint8Array(file), name) });

async function sourceOf(id: unknown) {
  const record = await loadMessage(api.redisServer.client, 'shop', String(id));
  return record !== undefined && 'media' in record.content ? record.content.media : undefined;
}

const mediaOf = (id: unknown) => api.fetch(`/api/v1/sessions/shop/messages/${id}/media`);

describe('a file', () => {
  test('goes with the message in base64, and can be fetched again', async () => {
    const { status, body } = await send({
      type: 'image',
      caption: 'Olha',
      media: { base64: PNG.toString('base64'), mimetype: 'text/plain' },
    });
    expect([status, body]).toMatchObject([
      202,
      { type: 'image', caption: 'Olha', media: { mimetype: 'image/png', bytes: PNG.byteLength } },
    ]);
    expect(JSON.stringify(body)).not.toContain('"key"');
    const file = await mediaOf(body.id);
    expect(Buffer.from(await file.arrayBuffer()).equals(PNG)).toBe(true);
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(PNG.byteLength),
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
    });
  });

  test('goes with the message as a form', async () => {
    const form = formOf(new Uint8Array(PNG), 'olá.png', {
      to: ANA,
      type: 'document',
      metadata: '{"order":"7"}',
    });
    const { status, body } = await api.call('POST', '/api/v1/sessions/shop/messages', { form });
    expect([status, body]).toMatchObject([
      202,
      { type: 'document', media: { filename: 'olá.png', mimetype: 'image/png' }, metadata: { order: '7' } },
    ]);
    const file = await mediaOf(body.id);
    expect(file.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''ol%C3%A1.png");
  });

  test('a form can hold the whole message in one field', async () => {
    const form = formOf(new Uint8Array(PNG), 'a.png', {
      message: JSON.stringify({ to: ANA, type: 'image' }),
    });
    expect((await api.call('POST', '/api/v1/sessions/shop/messages', { form })).status).toBe(202);
  });

  test('the same form under the same key is one message; with another file it is refused', async () => {
    const post = (file: Uint8Array) =>
      api.call('POST', '/api/v1/sessions/shop/messages', {
        form: formOf(new Uint8Array(file), 'a.bin', { to: ANA, type: 'document' }),
        headers: { 'idempotency-key': 'form-1' },
      });
    const first = await post(PNG);
    expect((await post(PNG)).body).toEqual(first.body);
    expect((await post(randomBytes(100))).body.code).toBe('idempotency_key_reused');
  });

  test('can be uploaded first and sent often', async () => {
    const { status, body } = await upload(PNG, 'a.png');
    expect([status, body]).toMatchObject([201, { bytes: PNG.byteLength, mimetype: 'image/png' }]);
    for (const type of ['image', 'document']) {
      const sent = await send({ type, media: { upload: body.id, filename: 'b.png' } });
      expect(sent.status).toBe(202);
      expect(await sourceOf(sent.body.id)).toEqual({
        from: 'store',
        key: `shop/${createHash('sha256').update(PNG).digest('hex')}`,
        bytes: PNG.byteLength,
        mimetype: 'image/png',
        filename: 'b.png',
      });
    }
  });

  test('by URL is left to the worker', async () => {
    const media = { url: 'https://files.example.com/a.jpg', filename: 'a.jpg' };
    const { status, body } = await send({ type: 'image', media });
    expect([status, body.media]).toEqual([202, media]);
    expect(await sourceOf(body.id)).toEqual({ from: 'url', ...media });
  });

  test('of a scheduled message is kept until it has been sent', async () => {
    const at = Date.now() + 200 * DAY;
    const sent = await send({
      type: 'document',
      media: { base64: randomBytes(64).toString('base64') },
      sendAt: new Date(at).toISOString(),
    });
    const source = await sourceOf(sent.body.id);
    const key = source?.from === 'store' ? source.key : '';
    expect(Number(await api.redisServer.client.zscore(keys.blobExpiry, key))).toBe(at + 30 * DAY);
  });
});

describe('what is refused', () => {
  const text = Buffer.from('This is no picture.').toString('base64');

  test.each([
    ['a text as image', { type: 'image', media: { base64: text } }, 422, 'media_type_mismatch', '/media'],
    [
      'a picture as voice',
      { type: 'voice', media: { base64: PNG.toString('base64') } },
      422,
      'media_type_mismatch',
      '/media',
    ],
    [
      'an upload of nobody',
      { type: 'image', media: { upload: 'upl_none' } },
      422,
      'upload_not_found',
      '/media/upload',
    ],
    [
      'a URL into the network',
      { type: 'image', media: { url: 'http://169.254.169.254/latest' } },
      422,
      'media_blocked_address',
      '/media/url',
    ],
    [
      'a URL of this machine',
      { type: 'image', media: { url: 'http://localhost:6379/' } },
      422,
      'media_blocked_address',
      '/media/url',
    ],
    [
      'a file that is none',
      { type: 'image', media: { base64: 'not base64!' } },
      400,
      'invalid_request',
      '/media/base64',
    ],
  ])('%s', async (_what, body, status, code, path) => {
    const answer = await send(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(problemSchema.parse(answer.body).errors?.map((error) => error.path)).toEqual([path]);
  });

  test('a file beyond the limit, as soon as it is', async () => {
    const tooMuch = randomBytes(MAX_MB * 2 ** 20 + 1);
    const answer = await upload(tooMuch, 'big.bin');
    expect([answer.status, answer.body.code]).toEqual([413, 'media_too_large']);
    const inside = await upload(tooMuch.subarray(1), 'big.bin');
    expect(inside.status).toBe(201);
  });

  test('a file far beyond it, without waiting for the rest of it', async () => {
    const closed = { isClosed: false };
    const status = await new Promise((resolve, reject) => {
      const headers = { 'x-gateway-key': KEY, 'content-type': 'multipart/form-data; boundary=b' };
      const url = `${api.baseUrl}/api/v1/sessions/shop/media`;
      const asking = request(url, { method: 'POST', headers }, (answer) => resolve(answer.statusCode));
      asking.on('error', reject).on('close', () => {
        closed.isClosed = true;
      });
      asking.write('--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n');
      // The end never comes.
      asking.write(randomBytes((MAX_MB + 1) * 2 ** 20));
    });
    expect(status).toBe(413);
    await until('the end of the connection', 10_000, () => closed.isClosed);
  });

  test('a sticker beyond the limit of WhatsApp', async () => {
    const { body } = await upload(Buffer.concat([PNG, randomBytes(2 ** 20)]), 'big.png');
    const answer = await send({ type: 'sticker', media: { upload: body.id } });
    expect([answer.status, answer.body.code]).toEqual([413, 'media_too_large']);
  });

  test('an empty file, no file, and a file that is no form', async () => {
    expect((await upload(Buffer.alloc(0), 'empty')).status).toBe(400);
    const none = await api.call('POST', '/api/v1/sessions/shop/media', { form: new FormData() });
    expect(none.status).toBe(400);
    const json = await api.call('POST', '/api/v1/sessions/shop/media', { body: { file: 'a' } });
    expect([json.status, json.body.code]).toEqual([415, 'unsupported_media_type']);
  });
});

describe('the file of a message that came in', () => {
  const note = (media: Parameters<typeof noteReceivedMedia>[3]) =>
    noteReceivedMedia(api.redisServer.client, 'shop', THEIRS, media, Date.now() + DAY);

  test.each([
    ['too_large', 409, 'media_not_taken'],
    ['gone', 410, 'media_gone'],
    ['failed', 502, 'media_failed'],
  ] as const)('that is %s is answered %i', async (state, status, code) => {
    await note({ state, bytes: 5 });
    const answer = await mediaOf(THEIRS);
    expect([answer.status, problemSchema.parse(await answer.json()).code]).toEqual([status, code]);
  });

  test('is streamed when it is there', async () => {
    const content = randomBytes(1_500_000);
    const stored = await upload(content, 'film.bin');
    expect(stored.status).toBe(201);
    const key = `shop/${createHash('sha256').update(content).digest('hex')}`;
    await note({ state: 'ready', key, bytes: content.byteLength, mimetype: 'video/mp4' });
    const answer = await mediaOf(THEIRS);
    expect(answer.headers.get('content-type')).toBe('video/mp4');
    expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
  });

  test('that was removed meanwhile is gone', async () => {
    await note({ state: 'ready', key: 'shop/nothing' });
    expect((await mediaOf(THEIRS)).status).toBe(410);
  });

  test.each(['msg_none', 'FFFF'])('is not found when %s is no message', async (id) => {
    const answer = await mediaOf(id);
    expect(problemSchema.parse(await answer.json()).code).toBe('media_not_found');
  });
});

describe('a file that was not downloaded yet', () => {
  const content = randomBytes(1_000);
  const key = `online/${createHash('sha256').update(content).digest('hex')}`;
  let outcome: CommandOutcome;
  let player: CommandPlayer;
  let count = 0;
  let ref: string;
  beforeAll(async () => {
    await api.connected('online');
    const form = formOf(content, 'film.bin');
    expect((await api.call('POST', '/api/v1/sessions/online/media', { form })).status).toBe(201);
    player = playCommands(api.redisServer.client, 'online', async ({ input }) => {
      if ('result' in outcome && 'ref' in input) await note(input.ref, { state: 'ready', key });
      return outcome;
    });
  });
  afterAll(() => player.close());
  beforeEach(() => {
    count += 1;
    ref = `false_${ANA}_B${count}`;
    outcome = { result: {} };
  });

  const note = (name: string, media: Parameters<typeof noteReceivedMedia>[3]) =>
    noteReceivedMedia(api.redisServer.client, 'online', name, media, Date.now() + DAY);
  const ask = (headers = {}) => api.fetch(`/api/v1/sessions/online/messages/${ref}/media`, { headers });

  test.each(['pending', 'unknown'])('is asked for, and streamed (%s)', async (state) => {
    if (state === 'pending') await note(ref, { state: 'pending', bytes: 1_000 });
    const answer = await ask();
    expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
    expect(player.asked.at(-1)).toEqual({ command: 'media.download', input: { ref } });
  });

  test('and takes longer than somebody waits is a command that goes on', async () => {
    const answer = await ask({ prefer: 'wait=0' });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ command: 'media.download' });
    const location = answer.headers.get('location') ?? '';
    await until('the end of it', 10_000, async () => {
      return (await api.call('GET', location)).body.status === 'done';
    });
    expect((await ask()).status).toBe(200);
  });

  test.each([
    ['gone', 410, 'media_gone'],
    ['not_found', 404, 'target_not_found'],
  ])('and is not to be had (%s) is answered %i', async (code, status, problem) => {
    outcome = { error: { code, detail: 'no' } };
    const answer = await ask();
    expect([answer.status, problemSchema.parse(await answer.json()).code]).toEqual([status, problem]);
  });

  test('is asked for although we have sent it, when it was only fetched for that', async () => {
    ref = `true_${ANA}_A${count}`;
    const media = { from: 'url', url: 'https://shop.example/a.png' } as const;
    const id = newMessageId();
    const message = { id, to: ANA, chatId: ANA, content: { type: 'image', media } } as const;
    const redis = api.redisServer.client;
    await acceptMessages(redis, 'online', [message], { now: Date.now(), retentionDays: 1 });
    const ours = () => api.fetch(`/api/v1/sessions/online/messages/${id}/media`);
    expect(problemSchema.parse(await (await ours()).json()).detail).toContain(media.url);
    await advanceMessage(redis, 'online', id, 'sent', { whatsappRef: ref }, Date.now());
    expect(Buffer.from(await (await ours()).arrayBuffer()).equals(content)).toBe(true);
    expect(player.asked.at(-1)).toEqual({ command: 'media.download', input: { ref } });
  });

  test('is not asked for when we have kept what we sent, under whichever id', async () => {
    const media = { from: 'store', key, bytes: 1_000, mimetype: 'image/png' } as const;
    const id = newMessageId();
    const message = { id, to: ANA, chatId: ANA, content: { type: 'image', media } } as const;
    const redis = api.redisServer.client;
    await acceptMessages(redis, 'online', [message], { now: Date.now(), retentionDays: 1 });
    await redis.set(keys.whatsappId('online', `A${count}`), id);
    const asked = player.asked.length;
    for (const name of [id, `true_${ANA}_A${count}`]) {
      const answer = await api.fetch(`/api/v1/sessions/online/messages/${name}/media`);
      expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
    }
    expect(player.asked).toHaveLength(asked);
  });

  test('of a session that is not connected says so', async () => {
    await noteReceivedMedia(api.redisServer.client, 'shop', THEIRS, { state: 'pending' }, Date.now() + DAY);
    const answer = await mediaOf(THEIRS);
    expect(problemSchema.parse(await answer.json()).code).toBe('session_not_ready');
  });
});
