import type { Multipart, MultipartFile } from '@fastify/multipart';
import { ApiError } from '@wagw/shared/errors/problem';
import type { FastifyRequest } from 'fastify';

/** The parts of a form, in their order. @throws ApiError when it cannot be read as one */
export async function* formParts(request: FastifyRequest): AsyncGenerator<Multipart> {
  try {
    yield* request.parts();
  } catch (error) {
    throw unreadable(error);
  }
}

/** The first file of a form, if any. @throws ApiError when it cannot be read as one */
export async function formFile(request: FastifyRequest): Promise<MultipartFile | undefined> {
  try {
    return await request.file();
  } catch (error) {
    throw unreadable(error);
  }
}

/** What the parser of forms says about a form has no code; failures of ours, and of Fastify's plugin, have one. */
export function unreadable(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ApiError || 'code' in error) return error;
  return new ApiError('invalid_request', `The form cannot be read: ${error.message}.`);
}
