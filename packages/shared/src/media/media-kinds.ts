import type { MediaType } from '../messages/content.ts';

/** Which files can be sent as which kind of message, and how large they may be. */

const MIB = 2 ** 20;

/**
 * WhatsApp's own limits, in bytes: what WhatsApp Web refuses beyond. For images, audio and video 16 MiB, for stickers 1 MiB
 * (animated ones 500 kB), for documents 2 GiB.
 */
const WHATSAPP_LIMITS: Readonly<Record<MediaType, number>> = {
  image: 16 * MIB,
  video: 16 * MIB,
  audio: 16 * MIB,
  voice: 16 * MIB,
  sticker: MIB,
  document: 2_048 * MIB,
};

/** How many bytes a file of this kind may have. @param maxMb the operator's own limit, in MiB */
export function maxMediaBytes(type: MediaType, maxMb: number): number {
  return Math.min(WHATSAPP_LIMITS[type], maxMb * MIB);
}

/** By the first half of the type; a document may be anything. */
const FAMILIES: Readonly<Record<Exclude<MediaType, 'document'>, readonly string[]>> = {
  image: ['image'],
  sticker: ['image'],
  video: ['video'],
  // Recordings of browsers and phones come in containers that are named after video.
  audio: ['audio', 'video'],
  voice: ['audio', 'video'],
};

/** Whether a file of this type can be sent as this kind. @param mimetype what its content says; undefined when unknown */
export function fitsMediaType(type: MediaType, mimetype: string | undefined): boolean {
  if (type === 'document') return true;
  if (mimetype === undefined) return false;
  if (mimetype === 'application/ogg') return type === 'audio' || type === 'voice';
  return FAMILIES[type].some((family) => mimetype.startsWith(`${family}/`));
}
