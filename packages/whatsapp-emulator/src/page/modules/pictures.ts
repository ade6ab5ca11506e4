import { isMe, known } from '../ids.ts';
import { query } from '../link.ts';
import { Chats } from '../store/collections.ts';

/** The picture of a person or group as the page keeps it: an address, and whether one may change it. */
export async function pictureOf(
  id: unknown,
): Promise<{ id: string; img: string | undefined; canSet(): boolean; canDelete(): boolean }> {
  const picture = await query('picture', { id: known(id) });
  const mayChange = (): boolean =>
    isMe(id) || (Chats.get(id)?.groupMetadata?.participants.iAmMember() ?? false);
  return {
    id: String(id),
    img: typeof picture === 'string' ? picture : undefined,
    canSet: mayChange,
    canDelete: mayChange,
  };
}
