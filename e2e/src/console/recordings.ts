import type { Page } from 'puppeteer';

/** Recordings as customers would send them: short, and whole, so that a browser plays them. In base64. */

const RATE = 8_000;
const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;

/** A tone, as a WAV file of one channel. */
export function tone(seconds: number): string {
  const samples = RATE * seconds;
  const wav = Buffer.alloc(HEADER_BYTES + samples * BYTES_PER_SAMPLE);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(RATE * BYTES_PER_SAMPLE, 28);
  wav.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  wav.writeUInt16LE(8 * BYTES_PER_SAMPLE, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(samples * BYTES_PER_SAMPLE, 40);
  for (let at = 0; at < samples; at += 1) {
    const level = Math.sin((2 * Math.PI * 440 * at) / RATE);
    wav.writeInt16LE(Math.round(level * 8_000), HEADER_BYTES + at * BYTES_PER_SAMPLE);
  }
  return wav.toString('base64');
}

/** A few pictures of 64 by 48, recorded by the browser itself as WebM. */
export async function film(page: Page): Promise<string> {
  return String(await page.evaluate(FILM));
}

const FILM = `new Promise((resolve) => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [64, 48];
  const paint = canvas.getContext('2d');
  const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: 'video/webm;codecs=vp8' });
  const parts = [];
  let shades = 0;
  const painting = setInterval(() => {
    paint.fillStyle = 'hsl(' + (shades += 15) + ' 70% 50%)';
    paint.fillRect(0, 0, 64, 48);
    if (shades === 300) recorder.stop();
  }, 30);
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.onstop = () => {
    clearInterval(painting);
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(',')[1]);
    reader.readAsDataURL(new Blob(parts));
  };
  recorder.start();
})`;
