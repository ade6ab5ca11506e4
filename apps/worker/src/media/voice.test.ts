import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { hasFfmpeg } from '@wagw/local-machine/system-parts';
import { fileTypeFromFile } from 'file-type';
import { createVoiceConverter, VOICE_MIMETYPE } from './voice.ts';

let folder: string;
let recording: string;
let voice: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voice-'));
  recording = join(folder, 'recording');
  voice = join(folder, 'voice.ogg');
});
afterEach(() => rm(folder, { recursive: true }));

/** A second of a sine in 16 bit, 8 kHz. */
function wav(): Buffer {
  const samples = Buffer.alloc(16_000);
  for (let i = 0; i < 8_000; i += 1) samples.writeInt16LE(Math.round(8_000 * Math.sin(i / 3)), i * 2);
  const head = Buffer.alloc(44);
  head.write('RIFF');
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(16_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

(hasFfmpeg() ? describe : describe.skip)('with ffmpeg', () => {
  test('a recording becomes Opus in Ogg', async () => {
    await writeFile(recording, wav());
    await createVoiceConverter().convert(recording, voice);
    expect((await fileTypeFromFile(voice))?.mime).toBe(VOICE_MIMETYPE);
  });

  test('what is no recording cannot be converted, and says why', async () => {
    await writeFile(recording, 'this is no sound');
    await expect(createVoiceConverter().convert(recording, voice)).rejects.toMatchObject({
      code: 'media_conversion_failed',
      message: expect.stringContaining('Invalid data'),
    });
  });

  test('a conversion that takes too long is given up', async () => {
    await writeFile(recording, wav());
    await expect(createVoiceConverter({ timeoutMs: 1 }).convert(recording, voice)).rejects.toMatchObject({
      code: 'media_conversion_failed',
      message: 'The recording could not be converted in time.',
    });
  });
});

test('without ffmpeg the error says what is missing', async () => {
  const converter = createVoiceConverter({ ffmpeg: '/nowhere/ffmpeg' });
  await expect(converter.convert(recording, voice)).rejects.toMatchObject({
    code: 'ffmpeg_missing',
    isFinal: true,
    message: expect.stringContaining('ffmpeg'),
  });
});
