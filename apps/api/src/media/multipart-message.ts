import type { MultipartFile } from '@fastify/multipart';
import { ApiError } from '@wagw/shared/errors/problem';
import type { FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { sessionOf } from '../sessions/session-of.ts';
import { formParts, unreadable } from './forms.ts';
import type { MediaIntake } from './intake.ts';

/**
 * A message as a form with a file: fields as in JSON, those that are not texts written as JSON, or all of them in one field `message`.
 * The file is stored as it comes, and the message names it like any upload.
 */

const JSON_FIELDS = new Set(['location', 'contact', 'poll', 'mentions', 'metadata', 'linkPreview', 'sendAt']);

/** Replaces a form by the body that says the same in JSON; leaves any other body alone. */
export async function readMultipartMessage(
  request: FastifyRequest,
  intake: MediaIntake,
  redis: Redis,
): Promise<void> {
  if (!request.isMultipart()) return;
  const { sessionId } = request;
  await sessionOf(redis, sessionId);
  let body: Record<string, unknown> = {};
  for await (const part of formParts(request)) {
    if (part.type === 'file') {
      body.media = { upload: (await takeFile(sessionId, part, intake)).id };
    } else if (part.fieldname === 'message') {
      body = { ...asObject(part.value), ...body };
    } else {
      body[part.fieldname] = fieldValue(part.fieldname, String(part.value));
    }
  }
  request.body = body;
}

/** Stores one file of a form. @throws ApiError */
export async function takeFile(sessionId: string, part: MultipartFile, intake: MediaIntake) {
  try {
    return await intake.take(sessionId, {
      content: part.file,
      filename: part.filename || undefined,
      mimetype: part.mimetype,
    });
  } catch (error) {
    throw unreadable(error);
  }
}

function fieldValue(name: string, text: string): unknown {
  if (!JSON_FIELDS.has(name)) return text;
  try {
    return JSON.parse(text);
  } catch {
    // A time, which needs no quotes; of anything else the validation says what is wrong.
    return text;
  }
}

function asObject(value: unknown): Record<string, unknown> {
  try {
    const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : value;
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new ApiError('invalid_request', undefined, [{ path: '/message', message: 'must be a JSON object' }]);
}
