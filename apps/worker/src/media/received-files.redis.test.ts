import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import { createDirectoryStore } from '@wagw/shared/blobs/directory-store';
import { type Fence, parseEnvelope, readEvents } from '@wagw/shared/events/event-log';
import { expiredBlobs } from '@wagw/shared/media/blob-expiry';
import { loadReceivedMedia, noteReceivedMedia, type ReceivedMedia } from '@wagw/shared/media/received-media';
import { keys } from '@wagw/shared/redis/keys';
import { ActionError, type ActionErrorCode, type EngineActions } from '../engine/actions.ts';
import type { EngineMessage } from '../engine/engine.ts';
import { engineMessage } from '../testing/engine-messages.ts';
import { redisForSuite } from '../testing/for-suite.ts';
import { gate } from '../testing/gate.ts';
import { heldLease, silentLogger, testMetrics } from '../testing/parts.ts';
import { recorderOf } from '../testing/recorder.ts';
import { storeFresh } from '../testing/stored.ts';
import { createReceivedFiles, type ReceivedFiles } from './received-files.ts';

const PATIENCE_MS = 15_000;
const DAY = 86_400_000;
const MAX_BYTES = 1_000;

const server = redisForSuite();
let folder: string;
let blobs: BlobStore;
let fence: Fence;
const opened: ReceivedFiles[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'received-'));
  blobs = createDirectoryStore(folder);
  fence = await storeFresh(server.client);
});
afterEach(async () => {
  for (const files of opened.splice(0)) await files.close(PATIENCE_MS);
  await rm(folder, { recursive: true });
});

type Download = EngineActions['downloadMedia'];

const picture = (text = 'a picture') => ({
  mimetype: 'image/png',
  bytes: text.length,
  content: Readable.from([Buffer.from(text)]),
});

/** The files of a session whose connection answers downloads like this. */
function filesOf(download: Download, { as = fence, isAutomatic = true, store = blobs } = {}) {
  const asked: string[] = [];
  const files = createReceivedFiles({
    redis: server.client,
    fence: as,
    lease: heldLease,
    recorder: recorderOf(server.client, as),
    blobs: store,
    actions: () => ({
      downloadMedia: async (ref, maxBytes) => {
        asked.push(ref);
        return download(ref, maxBytes);
      },
    }),
    settings: { isAutomatic, maxBytes: MAX_BYTES, keptMs: DAY },
    metrics: testMetrics().metrics,
    logger: silentLogger,
  });
  opened.push(files);
  return { files, asked };
}

let count = 0;

/** An image that came in. */
function image(changes: Partial<EngineMessage> = {}): EngineMessage {
  count += 1;
  const media = { mimetype: 'image/png', bytes: 9, isGif: false };
  return engineMessage(`A${count}`, { type: 'image', hasMedia: true, media, ...changes });
}

const stateOf = ({ ref }: EngineMessage) => loadReceivedMedia(server.client, fence.sessionId, ref.serialized);

function settled(message: EngineMessage): Promise<ReceivedMedia> {
  return until('the end of a download', PATIENCE_MS, async () => {
    const media = await stateOf(message);
    const left = await server.client.zscore(keys.mediaDue(fence.sessionId), message.ref.serialized);
    return left === null && media?.state !== 'pending' ? media : undefined;
  });
}

async function told(): Promise<unknown[]> {
  const events = await readEvents(server.client, fence.sessionId, 0, 100);
  return events.map(({ json }) => parseEnvelope(json).data);
}

async function contentOf({ key }: ReceivedMedia): Promise<string> {
  const content = await blobs.get(key ?? '');
  return content === undefined ? '' : Buffer.concat(await content.toArray()).toString();
}

test('a file that came in is stored, and told of when it is there', async () => {
  const { files } = filesOf(async () => ({ ...picture(), filename: 'a.png' }));
  await files.open();
  const message = image();
  await files.notice(message);
  const media = await settled(message);
  expect(media).toMatchObject({ state: 'ready', bytes: 9, mimetype: 'image/png', filename: 'a.png' });
  expect(await contentOf(media)).toBe('a picture');
  expect(await told()).toEqual([
    {
      messageId: message.ref.serialized,
      bytes: 9,
      mimetype: 'image/png',
      filename: 'a.png',
      chatId: message.ref.chat,
      phone: '5511987654321',
      lid: null,
      chatKey: message.ref.chat,
    },
  ]);
});

test('until then it is pending, with what is known of it', async () => {
  const { opened: released, open } = gate();
  const { files } = filesOf(async () => {
    await released;
    return picture();
  });
  await files.open();
  const message = image();
  await files.notice(message);
  expect(await stateOf(message)).toMatchObject({ state: 'pending', bytes: 9, mimetype: 'image/png' });
  open();
  expect(await settled(message)).toMatchObject({ state: 'ready' });
});

test('the same message again is not downloaded again', async () => {
  const { files, asked } = filesOf(async () => picture());
  await files.open();
  const message = image();
  await files.notice(message);
  await settled(message);
  await files.notice(message);
  expect([asked.length, await server.client.exists(keys.mediaDue(fence.sessionId))]).toEqual([1, 0]);
});

test.each([
  ['our own', { fromMe: true }],
  ['a status', { isStatus: true }],
  ['one without a file', { hasMedia: false }],
])('a message that is %s has none to be downloaded', async (_which, changes) => {
  const { files } = filesOf(async () => picture());
  const message = image(changes);
  await files.notice(message);
  expect(await stateOf(message)).toBeUndefined();
});

test('when nothing is downloaded by itself, a file stays pending', async () => {
  const { files, asked } = filesOf(async () => picture(), { isAutomatic: false });
  await files.open();
  const message = image();
  await files.notice(message);
  expect([asked, (await stateOf(message))?.state]).toEqual([[], 'pending']);
  expect(await server.client.exists(keys.mediaDue(fence.sessionId))).toBe(0);
});

describe('a file that is too large', () => {
  const media = { mimetype: 'image/png', bytes: MAX_BYTES + 1, isGif: false };

  test('by what is known of it is never asked for', async () => {
    const { files, asked } = filesOf(async () => picture());
    await files.open();
    const message = image({ media });
    await files.notice(message);
    expect(await settled(message)).toMatchObject({ state: 'too_large', bytes: MAX_BYTES + 1 });
    expect([asked, await told()]).toEqual([[], []]);
  });

  test('although nobody had said so is cut off, and nothing of it stays', async () => {
    const { files } = filesOf(async () => picture('x'.repeat(MAX_BYTES + 1)));
    await files.open();
    const message = image();
    await files.notice(message);
    expect(await settled(message)).toMatchObject({ state: 'too_large' });
    expect(await blobs.list(fence.sessionId)).toEqual([]);
  });
});

test.each<[ActionErrorCode, string]>([
  ['too_large', 'too_large'],
  ['gone', 'gone'],
  ['not_found', 'gone'],
  ['refused', 'failed'],
  ['unsupported', 'failed'],
])('%s is final: %s', async (code, state) => {
  const { files, asked } = filesOf(async () => {
    throw new ActionError(code, 'because');
  });
  await files.open();
  const message = image();
  await files.notice(message);
  expect(await settled(message)).toMatchObject({ state, detail: 'because' });
  expect([asked.length, await told()]).toEqual([1, []]);
});

test('what may pass is tried again some times, later and later', async () => {
  const { files } = filesOf(async () => {
    throw new ActionError('unknown', 'no answer');
  });
  await files.open();
  const message = image();
  await files.notice(message);
  const waits: number[] = [];
  for (let failures = 1; failures < 5; failures += 1) {
    const at = await until('the next try to be set', PATIENCE_MS, async () => {
      const score = Number(
        await server.client.zscore(keys.mediaDue(fence.sessionId), message.ref.serialized),
      );
      return score > Date.now() + 1_000 ? score : undefined;
    });
    waits.push(Math.round((at - Date.now()) / 5_000));
    // Time passes.
    await files.close(PATIENCE_MS);
    await server.client.zadd(keys.mediaDue(fence.sessionId), 1, message.ref.serialized);
    await files.open();
  }
  expect(await settled(message)).toMatchObject({ state: 'failed', detail: 'no answer' });
  expect(waits.map((wait, index) => wait / 2 ** index)).toEqual(waits.map(() => expect.closeTo(1, 0)));
});

test('without a connection it waits, and nothing counts against it', async () => {
  const { files } = filesOf(async () => {
    throw new ActionError('not_ready', 'not connected');
  });
  await files.open();
  const message = image();
  await files.notice(message);
  await until('the next try to be set', PATIENCE_MS, async () => {
    const score = await server.client.zscore(keys.mediaDue(fence.sessionId), message.ref.serialized);
    return Number(score) > Date.now() + 1_000;
  });
  expect(
    await server.client.hexists(keys.receivedMedia(fence.sessionId, message.ref.serialized), 'failures'),
  ).toBe(0);
});

describe('a file that somebody asks for', () => {
  const byHand = { isAutomatic: false };

  test('is brought then, although files are not brought by themselves, and told of', async () => {
    const message = image();
    const { files } = filesOf(async () => picture(), byHand);
    await files.notice(message);
    await files.fetch(message.ref.serialized);
    const media = await settled(message);
    expect([media.state, await contentOf(media), (await told()).length]).toEqual(['ready', 'a picture', 1]);
  });

  test('is brought although its message was never taken down, and once', async () => {
    const message = image();
    const { files, asked } = filesOf(async () => picture(), byHand);
    await files.fetch(message.ref.serialized);
    await files.fetch(message.ref.serialized);
    expect(await settled(message)).toMatchObject({ state: 'ready' });
    expect([asked.length, (await told()).length]).toEqual([1, 1]);
  });

  test('is brought once however many ask, and although it is being brought by itself', async () => {
    const { opened: released, open } = gate();
    const message = image();
    const { files, asked } = filesOf(async () => {
      await released;
      return picture();
    });
    await files.open();
    await files.notice(message);
    await until('the download', PATIENCE_MS, () => asked.length > 0);
    const both = [files.fetch(message.ref.serialized), files.fetch(message.ref.serialized)];
    open();
    await Promise.all(both);
    await settled(message);
    expect([asked.length, (await told()).length]).toEqual([1, 1]);
  });

  test.each<[ActionErrorCode, string]>([
    ['gone', 'gone'],
    ['not_ready', 'pending'],
    ['unknown', 'pending'],
  ])('but is not to be had (%s) is told to who asked, and is %s', async (code, state) => {
    const message = image();
    const { files } = filesOf(async () => {
      throw new ActionError(code, 'no');
    }, byHand);
    await files.notice(message);
    await expect(files.fetch(message.ref.serialized)).rejects.toMatchObject({ code });
    expect(await stateOf(message)).toMatchObject({ state });
  });

  test('of a message that has none leaves nothing behind', async () => {
    const { ref } = image();
    const { files } = filesOf(async () => {
      throw new ActionError('not_found', 'no');
    }, byHand);
    await expect(files.fetch(ref.serialized)).rejects.toMatchObject({ code: 'not_found' });
    expect(await server.client.exists(keys.receivedMedia(fence.sessionId, ref.serialized))).toBe(0);
  });
});

describe('the next owner', () => {
  const heir = () => ({ ...fence, owner: 'heir', epoch: 8 });
  const takeOver = () => server.client.hset(keys.session(fence.sessionId), 'owner', 'heir', 'epoch', '8');

  test('downloads what the last one has left', async () => {
    const last = filesOf(async () => picture());
    const message = image();
    await last.files.notice(message);
    await takeOver();
    const next = filesOf(async () => picture(), { as: heir() });
    await next.files.open();
    expect(await settled(message)).toMatchObject({ state: 'ready' });
    expect([last.asked.length, next.asked.length]).toEqual([0, 1]);
  });

  test('tells of what the last one has stored and not told', async () => {
    const message = image();
    const stored = { state: 'ready', key: `${fence.sessionId}/a`, bytes: 9, mimetype: 'image/png' } as const;
    await noteReceivedMedia(server.client, fence.sessionId, message.ref.serialized, stored, Date.now() + DAY);
    await server.client.zadd(keys.mediaDue(fence.sessionId), 1, message.ref.serialized);
    await takeOver();
    const stale = filesOf(async () => picture());
    await stale.files.open();
    await stale.files.close(PATIENCE_MS);
    expect(await told()).toEqual([]);
    const next = filesOf(async () => picture(), { as: heir() });
    await next.files.open();
    await settled(message);
    expect([next.asked, (await told()).length]).toEqual([[], 1]);
  });
});

test('a file is to be removed in the end, even when its owner dies while it is stored', async () => {
  const store: BlobStore = {
    ...blobs,
    put: async () => {
      throw new Error('the owner died');
    },
  };
  const { files } = filesOf(async () => picture(), { store });
  await files.open();
  const message = image();
  await files.notice(message);
  const kept = () => expiredBlobs(server.client, Date.now() + 2 * DAY, 100);
  const names = await until('a file that is kept', PATIENCE_MS, async () => {
    const all = await kept();
    return all.some((key) => key.startsWith(`${fence.sessionId}/`)) ? all : undefined;
  });
  expect(names.filter((key) => key.startsWith(`${fence.sessionId}/received-`))).toHaveLength(1);
  expect(await expiredBlobs(server.client, Date.now() + DAY / 2, 100)).toEqual([]);
});
