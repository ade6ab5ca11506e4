import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { DownloadedMedia } from '../actions.ts';
import { waitUntil } from './deadlines.ts';
import { friend, friendChat, linkForSuite, messageId, stageForSuite } from './testing/linked-session.ts';
import { filesForSuite, PNG } from './testing/local-files.ts';
import { sendText } from './testing/texts.ts';

jest.setTimeout(60_000);

const MIB = 1024 * 1024;
const files = filesForSuite();
const stage = stageForSuite();
const life = linkForSuite(stage, {
  timings: { mediaMs: 15_000, sendMs: 8_000, previewMs: 300, heartbeatDeadlineMs: 5_000 },
});

afterEach(async () => {
  await stage.emulator.control.policy({
    mediaUploadMs: 0,
    mediaUploadFail: false,
    mediaUploadStatus: 507,
    mediaDownloadMs: 0,
    mediaDownloadFail: false,
    rpcHang: false,
    dropAcks: false,
    failSends: false,
  });
});

const sentIds = async () => (await stage.emulator.control.sent({ phone: life.phone })).map(({ id }) => id);

describe('a file that is sent', () => {
  const image = async () => ({ type: 'image', file: await files.file('image/png') }) as const;

  it('may have 64 MiB, and others pass it meanwhile', async () => {
    const file = await files.file('application/octet-stream', 'large.bin', 64 * MIB);
    const large = messageId();
    const sending = life.engine.send({ chat: friendChat, id: large, content: { type: 'document', file } });
    const [small, after] = [messageId(), messageId()];
    const text = { text: 'small', linkPreview: false };
    const queued = sendText(life.engine, { chat: friendChat, id: after, ...text });
    expect(await sendText(life.engine, { chat: '4915100000003@c.us', id: small, ...text })).toMatchObject({
      outcome: 'sent',
    });
    expect(await sentIds()).not.toContain(large);

    const outcome = await sending;
    expect(outcome).toMatchObject({ outcome: 'sent', ref: { id: large } });
    await queued;
    // In its own chat nothing passes it.
    expect((await sentIds()).slice(-3)).toEqual([small, large, after]);

    const [stored] = (await stage.emulator.control.sent({ phone: life.phone })).filter(
      ({ id }) => id === large,
    );
    expect(stored?.attrs.filehash).toBe(
      createHash('sha256')
        .update(await readFile(file.path))
        .digest('base64'),
    );
    if (outcome.outcome !== 'sent') return;
    const media = await life.engine.actions.downloadMedia(outcome.ref.serialized, 64 * MIB);
    expect(media).toMatchObject({ bytes: file.bytes, filename: 'large.bin' });
    expect(await digest(media)).toBe(stored?.attrs.filehash);
    expect(life.history.of('ended')).toEqual([]);
  });

  it.each([
    [507, 'temporary'],
    [413, 'rejected'],
    [415, 'rejected'],
  ])('and refused with %i when uploaded is not sent: %s', async (mediaUploadStatus, code) => {
    await stage.emulator.control.policy({ mediaUploadFail: 1, mediaUploadStatus });
    const id = messageId();
    const message = { chat: friendChat, id, content: await image() };
    expect(await life.engine.send(message)).toMatchObject({ outcome: 'not_sent', code });
    expect(await life.engine.find(id, [friendChat])).toEqual({ found: 'no' });
    expect(await life.engine.send(message)).toMatchObject({ outcome: 'sent', ref: { id } });
    expect((await sentIds()).filter((one) => one === id)).toHaveLength(1);
  });

  it('and not there, or not as it was said to be, is not sent', async () => {
    const file = await files.file('image/png');
    for (const wrong of [
      { ...file, path: `${file.path}.gone` },
      { ...file, bytes: file.bytes + 1 },
    ]) {
      const id = messageId();
      const content = { type: 'image', file: wrong } as const;
      expect(await life.engine.send({ chat: friendChat, id, content })).toMatchObject({
        outcome: 'not_sent',
        code: 'temporary',
      });
      expect(await sentIds()).not.toContain(id);
    }
  });

  it('as a sticker, but is no picture, is rejected', async () => {
    const content = { type: 'sticker', file: await files.file('video/mp4') } as const;
    const outcome = await life.engine.send({ chat: friendChat, id: messageId(), content });
    expect(outcome).toMatchObject({ outcome: 'not_sent', code: 'rejected' });
  });

  it('is not sent when the session was lost to another during the upload', async () => {
    await stage.emulator.control.policy({ mediaUploadMs: 300 });
    const id = messageId();
    let isOwner = true;
    const sending = life.engine.send({ chat: friendChat, id, content: await image() }, () => isOwner);
    isOwner = false;
    expect(await sending).toMatchObject({ outcome: 'not_sent', code: 'not_ready' });
    expect(await sentIds()).not.toContain(id);
  });

  it('is refused by WhatsApp, or never acknowledged, like a text', async () => {
    await stage.emulator.control.policy({ failSends: 1 });
    const refused = messageId();
    const outcome = await life.engine.send({ chat: friendChat, id: refused, content: await image() });
    if (outcome.outcome === 'sent')
      await life.history.next('ack', ({ ref, ack }) => ref.id === refused && ack === -1);
    else expect(outcome).toMatchObject({ outcome: 'not_sent', code: 'rejected' });

    await stage.emulator.control.policy({ dropAcks: 1 });
    const silent = { chat: friendChat, id: messageId(), content: await image() };
    expect(await life.engine.send(silent)).toMatchObject({ outcome: 'sent', ack: 0 });
  });

  it('and lost in a reload during the upload is not sent, and never leaves', async () => {
    await stage.emulator.control.policy({ mediaUploadMs: 1_000 });
    const id = messageId();
    const sending = life.engine.send({ chat: friendChat, id, content: await image() });
    await stage.emulator.control.frame({ phone: life.phone, jolt: { action: 'reload' } });
    expect(await sending).toMatchObject({ outcome: 'not_sent' });
    await life.history.next('ready');
    expect(await waitUntil(1_500, async () => (await sentIds()).includes(id))).toBe(false);
  });
});

it('an upload that takes too long is given up, and never leaves', async () => {
  const hasty = await stage.worker.start('hasty', { timings: { mediaMs: 600 } });
  const phone = '4915277000001';
  await stage.emulator.control.account({ phone, name: 'Hasty' });
  const { qr } = await hasty.history.next('qr');
  await stage.emulator.control.scan({ qr, phone });
  await hasty.history.next('ready');

  await stage.emulator.control.policy({ mediaUploadMs: 1_200 });
  const id = messageId();
  const content = { type: 'image', file: await files.file('image/png') } as const;
  expect(await hasty.engine.send({ chat: friendChat, id, content })).toMatchObject({
    outcome: 'not_sent',
    code: 'temporary',
  });
  const left = async () => (await stage.emulator.control.sent({ phone })).some((sent) => sent.id === id);
  expect(await waitUntil(1_500, left)).toBe(false);
  await hasty.engine.stop();
});

it('a preview of a link that does not come keeps no text back', async () => {
  await stage.emulator.control.policy({ linkPreviews: true, rpcHang: ['linkPreview'] });
  const text = { chat: friendChat, id: messageId(), text: 'see https://example.com', linkPreview: true };
  expect(await sendText(life.engine, text)).toMatchObject({ outcome: 'sent' });
});

describe('a file that comes in', () => {
  async function incoming(media: { mimetype: string; data?: string; filename?: string }, attrs = {}) {
    const { id } = await stage.emulator.control.incoming({ to: life.phone, from: friend, media, attrs });
    return (await life.history.next('message', ({ message }) => message.ref.id === id)).message;
  }
  const png = { mimetype: 'image/png', data: PNG.toString('base64'), filename: 'grey.png' };

  it('is announced with its size, and comes as it is', async () => {
    const message = await incoming(png);
    expect(message).toMatchObject({
      hasMedia: true,
      media: { mimetype: 'image/png', bytes: PNG.length, filename: 'grey.png' },
    });
    const media = await life.engine.actions.downloadMedia(message.ref.serialized, PNG.length);
    expect(media).toMatchObject({ mimetype: 'image/png', filename: 'grey.png', bytes: PNG.length });
    expect(await digest(media)).toBe(createHash('sha256').update(PNG).digest('base64'));
  });

  it.each([
    ['is said to be', { size: 10 * MIB }],
    ['is, whatever is said,', { size: 1 }],
  ])('and %s too large is not taken', async (_how, attrs) => {
    const { ref } = await incoming(png, attrs);
    await expect(life.engine.actions.downloadMedia(ref.serialized, 10)).rejects.toMatchObject({
      code: 'too_large',
    });
  });

  it('and is gone is told to be gone', async () => {
    const { ref } = await incoming(png);
    await stage.emulator.control.policy({ mediaDownloadFail: 1 });
    const download = () => life.engine.actions.downloadMedia(ref.serialized, MIB);
    await expect(download()).rejects.toMatchObject({ code: 'gone' });
    expect(await digest(await download())).toBe(createHash('sha256').update(PNG).digest('base64'));
  });

  it('and is nowhere, or no file at all, is not found', async () => {
    const { id } = await stage.emulator.control.incoming({ to: life.phone, from: friend, text: 'no file' });
    for (const ref of [`false_${friendChat}_${id}`, `false_${friendChat}_3A00000000000000000001`]) {
      await expect(life.engine.actions.downloadMedia(ref, MIB)).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});

async function digest({ content }: DownloadedMedia): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of content) hash.update(chunk as Buffer);
  return hash.digest('base64');
}
