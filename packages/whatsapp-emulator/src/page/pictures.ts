import { isMe, known } from './ids.ts';
import { query } from './link.ts';
import { Chats } from './store/collections.ts';

/** The picture of a person or group as the page keeps it: an address (here a data URL), and whether one may change it. */
export interface Picture {
  id: string;
  img: string | undefined;
  canSet(): boolean;
  canDelete(): boolean;
}

const images = new Map<string, string>();

/** What the page already has of a picture. */
export function knownPicture(id: unknown): Picture {
  const mayChange = (): boolean =>
    isMe(id) || (Chats.get(id)?.groupMetadata?.participants.iAmMember() ?? false);
  return { id: String(id), img: images.get(known(id)), canSet: mayChange, canDelete: mayChange };
}

export async function pictureOf(id: unknown): Promise<Picture> {
  const picture = await query('picture', { id: known(id) });
  if (typeof picture === 'string') images.set(known(id), picture);
  else images.delete(known(id));
  return knownPicture(id);
}

/** @param picture a data URL; null takes the picture away. */
export function changePicture(id: unknown, picture: string | null): Promise<unknown> {
  return query('setPicture', { id: known(id), picture });
}
