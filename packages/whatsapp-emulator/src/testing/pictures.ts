import { deflateSync } from 'node:zlib';
import WhatsAppWeb, { type MessageMedia } from 'whatsapp-web.js';

/** A small picture that a browser can really decode: a grey PNG of 8 × 8 pixels. */
export function smallPng(): MessageMedia {
  return new WhatsAppWeb.MessageMedia('image/png', png().toString('base64'), 'grey.png');
}

/** Some bytes under a MIME type. */
export function file(mimetype: string, name: string, content = `the content of ${name}`): MessageMedia {
  return new WhatsAppWeb.MessageMedia(mimetype, Buffer.from(content).toString('base64'), name);
}

function png(): Buffer {
  const header = Buffer.from([0, 0, 0, 8, 0, 0, 0, 8, 8, 0, 0, 0, 0]);
  const rows = Buffer.alloc(8 * 9, 0x7f);
  for (let row = 0; row < 8; row += 1) rows[row * 9] = 0;
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
