import { ApiError } from '@wagw/shared/errors/problem';
import { type ContentInput, isMediaType, type MessageContent } from '@wagw/shared/messages/content';
import { checkContent, toContent } from '@wagw/shared/messages/to-content';
import type { SessionRecord } from '@wagw/shared/sessions/session-store';
import type { AppParts } from '../app.ts';
import { whatsappRefOf } from './message-refs.ts';
import { peopleOf } from './people.ts';

/** @throws ApiError that names the fields that do not belong together */
export function mustFit(body: ContentInput): void {
  const errors = checkContent(body);
  if (errors.length > 0) throw new ApiError('invalid_request', undefined, errors);
}

/**
 * What is stored and sent, with its file and everybody named in it found.
 * @param neededAt unix milliseconds
 */
export async function contentOf(
  { redis, intake, numbers }: AppParts,
  session: SessionRecord,
  body: ContentInput,
  neededAt: number,
): Promise<MessageContent> {
  const { type, media, replyTo, mentions } = body;
  return toContent(body, {
    quotedRef: replyTo === undefined ? undefined : await whatsappRefOf(redis, session.id, replyTo),
    mentions:
      mentions === undefined ? undefined : await peopleOf(redis, session.id, mentions, '/mentions', numbers),
    media:
      media === undefined || !isMediaType(type)
        ? undefined
        : await intake.sourceOf(session.id, type, media, neededAt),
  });
}
