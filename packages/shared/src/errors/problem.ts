import { z } from 'zod';
import { ERRORS, type ErrorCode } from './error-table.ts';

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';

/** The body of every error answer: RFC 9457 with a stable `code` and, for validation errors, the fields. */
export const problemSchema = z
  .object({
    type: z.string().describe('A page about this kind of error.'),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
    detail: z.string().describe('What happened this time, and what to do.'),
    instance: z.string().describe('The id of the request, as it stands in the log.'),
    retryable: z.boolean().describe('Whether the same request can succeed later.'),
    errors: z
      .array(z.object({ path: z.string().describe('JSON pointer to the field.'), message: z.string() }))
      .optional(),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problemSchema>;

export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** An error that the caller is meant to see. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly fields: readonly FieldError[] | undefined;

  /** @param detail what happened this time, where the table's title does not say it */
  constructor(code: ErrorCode, detail?: string, fields?: readonly FieldError[]) {
    super(detail ?? ERRORS[code].title);
    this.code = code;
    this.fields = fields;
  }
}

export function toProblem(error: ApiError, requestId: string): Problem {
  const { status, title, remedy, retryable } = ERRORS[error.code];
  return {
    type: `urn:wagw:error:${error.code}`,
    title,
    status,
    code: error.code,
    detail: error.message === title ? remedy : `${error.message} ${remedy}`,
    instance: requestId,
    retryable,
    ...(error.fields === undefined ? {} : { errors: [...error.fields] }),
  };
}
