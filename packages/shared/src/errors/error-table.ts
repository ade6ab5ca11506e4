import { COMMAND_ERRORS } from './command-errors.ts';
import { EVENT_ERRORS } from './event-errors.ts';
import { MESSAGE_ERRORS } from './message-errors.ts';
import { REQUEST_ERRORS } from './request-errors.ts';
import { SESSION_ERRORS } from './session-errors.ts';
import { TENANT_ERRORS } from './tenant-errors.ts';

/** Every error that a caller of the API can meet. `docs/errors.md` is made from this table. */
export const ERRORS = {
  ...REQUEST_ERRORS,
  ...SESSION_ERRORS,
  ...MESSAGE_ERRORS,
  ...COMMAND_ERRORS,
  ...EVENT_ERRORS,
  ...TENANT_ERRORS,
} as const;

export type ErrorCode = keyof typeof ERRORS;
