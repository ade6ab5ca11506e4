import jsQR from 'jsqr';
import { PNG } from 'pngjs';

/** What a phone reads when it is held before a QR code that is shown as a data URL. */
export function read(dataUrl: string): string {
  const base64 = /^data:image\/png;base64,(.+)$/.exec(dataUrl)?.[1];
  if (base64 === undefined) throw new Error(`no PNG: ${dataUrl.slice(0, 40)}`);
  const { data, width, height } = PNG.sync.read(Buffer.from(base64, 'base64'));
  const code = jsQR.default(new Uint8ClampedArray(data), width, height);
  if (code === null) throw new Error('there is no QR code in the picture');
  return code.data;
}
