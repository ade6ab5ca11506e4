import { fitsMediaType } from '@wagw/shared/media/media-kinds';
import type { MediaType } from '@wagw/shared/messages/content';
import { fileTypeFromFile } from 'file-type';
import { MediaError } from './media-error.ts';

const UNKNOWN = 'application/octet-stream';

/**
 * The type of a file, by what it contains: what somebody says of it counts only for a document that cannot be recognised.
 * @param claims what the caller and the server say, the better first
 * @throws MediaError `media_type_mismatch` when it is none of the message's kind
 */
export async function kindOfFile(
  path: string,
  type: MediaType,
  claims: readonly (string | undefined)[],
): Promise<string> {
  const found = (await fileTypeFromFile(path))?.mime;
  if (type === 'document') return found ?? claims.find((claim) => claim !== undefined) ?? UNKNOWN;
  if (found !== undefined && fitsMediaType(type, found)) return found;
  const what = found === undefined ? 'cannot be recognised' : `is of the type ${found}`;
  throw new MediaError('media_type_mismatch', `The file ${what}, so it cannot be sent as ${type}.`);
}
