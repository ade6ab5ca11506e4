import { spawn } from 'node:child_process';
import pLimit from 'p-limit';
import { MediaError } from './media-error.ts';

/** The only form in which WhatsApp plays a voice message on every phone. */
export const VOICE_MIMETYPE = 'audio/ogg; codecs=opus';

/** Makes voice messages of any recording. */
export interface VoiceConverter {
  /**
   * @param to a file that does not exist yet
   * @throws MediaError
   */
  convert(from: string, to: string): Promise<void>;
}

/** As WhatsApp's own recordings: one channel, 48 kHz, made for speech. */
const OPUS = [
  '-ac',
  '1',
  '-ar',
  '48000',
  '-c:a',
  'libopus',
  '-b:a',
  '32k',
  '-application',
  'voip',
  '-f',
  'ogg',
];
const MAX_REPORT = 2_000;

/**
 * @param ffmpeg the program, or its name on the search path
 * @param timeoutMs after which a conversion is given up
 */
export function createVoiceConverter({ ffmpeg = 'ffmpeg', timeoutMs = 60_000 } = {}): VoiceConverter {
  // Each takes a core.
  const inTurn = pLimit(1);
  return {
    convert: (from, to) =>
      inTurn(async () => {
        // A recording may name other files and servers; only itself is read.
        const source = ['-protocol_whitelist', 'file', '-i', from];
        const options = ['-nostdin', '-hide_banner', '-loglevel', 'error', '-threads', '1'];
        await run(ffmpeg, [...options, ...source, '-vn', '-map', '0:a:0', ...OPUS, to], timeoutMs);
      }),
  };
}

async function run(program: string, args: readonly string[], timeoutMs: number): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  let report = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (report.length < MAX_REPORT) report += text;
  });
  const ended = await new Promise<number | 'absent' | null>((resolve) => {
    child.on('error', () => resolve('absent'));
    child.on('close', (code) => resolve(code));
  });
  clearTimeout(timer);
  if (ended === 'absent') {
    throw new MediaError(
      'ffmpeg_missing',
      'The recording is not Ogg with Opus, and ffmpeg, which would convert it, is not installed.',
    );
  }
  if (ended === null) {
    throw new MediaError('media_conversion_failed', 'The recording could not be converted in time.');
  }
  if (ended !== 0) {
    const reason = report.trim().split('\n').at(-1) ?? '';
    throw new MediaError('media_conversion_failed', `The recording cannot be converted: ${reason}`);
  }
}
