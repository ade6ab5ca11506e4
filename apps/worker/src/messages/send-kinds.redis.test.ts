import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Fence } from '@wagw/shared/events/event-log';
import type { MessageContent } from '@wagw/shared/messages/content';
import { advanceMessage, loadMessage, type MessageRecord } from '@wagw/shared/messages/message-store';
import { keys } from '@wagw/shared/redis/keys';
import type { OutgoingContent } from '../engine/outgoing.ts';
import { MediaError } from '../media/media-error.ts';
import { redisForSuite } from '../testing/for-suite.ts';
import { heldLease } from '../testing/parts.ts';
import {
  createScriptedEngine,
  LEFT_UNKNOWN,
  LOST_UNKNOWN,
  notSent,
  type ScriptedEngine,
} from '../testing/scripted-engine.ts';
import { A_FILE, createScriptedFiles, type ScriptedFiles } from '../testing/scripted-files.ts';
import { storeFresh, storeMessage } from '../testing/stored.ts';
import { createJournal } from './journal.ts';
import { type SendResult, sendMessage } from './send.ts';
import type { Brought } from './set-aside.ts';

const SOURCE = { from: 'url', url: 'https://example.com/a.png' } as const;
const IMAGE: MessageContent = { type: 'image', media: SOURCE };

const server = redisForSuite();
let engine: ScriptedEngine;
let files: ScriptedFiles;
let fence: Fence;
beforeEach(async () => {
  engine = createScriptedEngine();
  files = createScriptedFiles();
  fence = await storeFresh(server.client);
});

const message = (content: MessageContent) => storeMessage(server.client, fence.sessionId, '', { content });

/** One try with what came of bringing the message's file so far. */
async function tryWith({ id }: MessageRecord, brought: Brought | undefined): Promise<SendResult> {
  const record = await stored(id);
  const journal = createJournal(server.client, fence, 60_000);
  return sendMessage(record, { engine, journal, lease: heldLease, brought, maxFailures: 8, settleMs: 0 });
}

/** One try as the lane makes it: when the file is needed it is brought. */
async function attempt(message: MessageRecord): Promise<SendResult> {
  const first = await tryWith(message, undefined);
  if (first.result !== 'file_needed') return first;
  const brought = await files
    .bring('image', SOURCE, new AbortController().signal)
    .catch((error: unknown) => ({ error: error as MediaError }));
  return tryWith(message, brought);
}

async function stored(id: string): Promise<MessageRecord> {
  const record = await loadMessage(server.client, fence.sessionId, id);
  if (record === undefined) throw new Error('the message is gone');
  return record;
}

const location = { latitude: -23.55, longitude: -46.63, name: 'Praça da Sé' };
const contacts = [{ name: 'Ana', phone: '+5511987654321' }];
const poll = { question: 'Quando?', options: ['hoje', 'amanhã'], allowMultiple: false };

const KINDS: [MessageContent, OutgoingContent][] = [
  [
    { type: 'text', text: 'Oi', linkPreview: false },
    { type: 'text', text: 'Oi', linkPreview: false },
  ],
  [IMAGE, { type: 'image', file: A_FILE }],
  [
    { type: 'video', media: SOURCE, caption: 'Veja' },
    { type: 'video', file: A_FILE, caption: 'Veja' },
  ],
  [
    { type: 'voice', media: SOURCE },
    { type: 'voice', file: A_FILE },
  ],
  [
    { type: 'location', location },
    { type: 'location', location },
  ],
  [
    { type: 'contact', contacts },
    { type: 'contact', contacts },
  ],
  [
    { type: 'poll', poll },
    { type: 'poll', poll },
  ],
  [
    { type: 'forward', messageRef: 'false_1@c.us_A' },
    { type: 'forward', messageRef: 'false_1@c.us_A' },
  ],
];

describe.each(KINDS.map(([content, outgoing]) => ({ type: content.type, content, outgoing })))(
  'a message of the kind $type',
  ({ content, outgoing }) => {
    test('reaches the engine whole', async () => {
      expect(await attempt(await message(content))).toMatchObject({ result: 'handed_over' });
      expect(engine.calls.map((call) => call.content)).toEqual([outgoing]);
    });

    test('that may have left is looked up, and not sent again', async () => {
      const sent = await message(content);
      engine.nextSends(LEFT_UNKNOWN);
      expect(await attempt(sent)).toMatchObject({ result: 'again', code: 'unknown' });
      expect(await attempt(sent)).toMatchObject({ result: 'handed_over', ack: 1 });
      expect(engine.left).toHaveLength(1);
    });

    test('that was lost is sent again under the same id', async () => {
      const sent = await message(content);
      engine.nextSends(LOST_UNKNOWN);
      await attempt(sent);
      expect(await attempt(sent)).toMatchObject({ result: 'handed_over' });
      expect(new Set(engine.calls.map(({ id }) => id)).size).toBe(1);
      expect(engine.left).toHaveLength(1);
    });
  },
);

test('what it answers and whom it mentions go with it', async () => {
  const more = { quotedRef: 'false_1@c.us_A', mentions: ['1@c.us'] };
  await attempt(await message({ ...IMAGE, ...more }));
  expect(engine.calls[0]).toMatchObject(more);
});

describe('a file', () => {
  test('is asked for before the gate', async () => {
    const sent = await message(IMAGE);
    expect(await tryWith(sent, undefined)).toEqual({ result: 'file_needed', failures: 0 });
    expect(await stored(sent.id)).toMatchObject({ status: 'queued', attempts: 0, whatsappId: undefined });
  });

  test('is not asked for when its message was cancelled, or is the next owner’s', async () => {
    const cancelled = await message(IMAGE);
    await advanceMessage(server.client, fence.sessionId, cancelled.id, 'cancelled', {}, Date.now());
    expect(await tryWith(cancelled, undefined)).toEqual({ result: 'skipped', because: 'settled' });
    const sent = await message(IMAGE);
    await server.client.hset(keys.session(fence.sessionId), 'owner', 'heir');
    expect(await tryWith(sent, undefined)).toEqual({ result: 'skipped', because: 'fenced' });
  });

  test('that will never be there ends the message, which was not sent', async () => {
    const sent = await message(IMAGE);
    files.nextFail(new MediaError('media_refused', 'The server of the URL answered with status 404.'));
    expect(await attempt(sent)).toEqual({
      result: 'failed',
      code: 'media_refused',
      detail: 'The server of the URL answered with status 404.',
    });
    expect(engine.calls).toEqual([]);
    expect(await stored(sent.id)).toMatchObject({ status: 'queued', attempts: 0, whatsappId: undefined });
  });

  test('that is not there now is asked for some times, and then given up', async () => {
    const sent = await message(IMAGE);
    const away = new MediaError('media_unavailable', 'no answer');
    files.nextFail(away, away, away);
    expect(await attempt(sent)).toEqual({ result: 'file_needed', failures: 1 });
    expect(await attempt(sent)).toEqual({ result: 'file_needed', failures: 2 });
    expect(await attempt(sent)).toMatchObject({ result: 'failed', code: 'media_unavailable' });
    expect(engine.calls).toEqual([]);
  });

  test('that was not there once is no reason to give a message up that WhatsApp refused before', async () => {
    const sent = await message(IMAGE);
    engine.nextSends(notSent('temporary'), notSent('temporary'));
    for (let i = 0; i < 2; i += 1) expect(await attempt(sent)).toMatchObject({ result: 'again' });
    files.nextFail(new MediaError('media_unavailable', 'no answer'));
    expect(await attempt(sent)).toEqual({ result: 'file_needed', failures: 1 });
    expect(await attempt(sent)).toMatchObject({ result: 'handed_over' });
  });

  test('is not brought for a message that is found to have left, even when it is gone by then', async () => {
    const sent = await message(IMAGE);
    engine.nextSends(LEFT_UNKNOWN);
    await attempt(sent);
    files.nextFail(new MediaError('media_gone', 'gone'));
    expect(await attempt(sent)).toMatchObject({ result: 'handed_over' });
    expect(files.asked).toHaveLength(1);
  });

  test('that fails after a try in doubt leaves the doubt', async () => {
    const sent = await message(IMAGE);
    engine.nextSends(LOST_UNKNOWN);
    await attempt(sent);
    files.nextFail(new MediaError('media_unavailable', 'no answer'));
    expect(await attempt(sent)).toEqual({ result: 'file_needed', failures: 1 });
    expect(await server.client.hexists(keys.message(fence.sessionId, sent.id), 'dispatchedAt')).toBe(1);
    expect(await attempt(sent)).toMatchObject({ result: 'handed_over' });
    expect(engine.left).toHaveLength(1);
  });
});
