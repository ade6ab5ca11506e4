import { randomBytes } from 'node:crypto';

/** The id of a command: `cmd_` and 24 characters. */
export function newCommandId(): string {
  return `cmd_${randomBytes(18).toString('base64url')}`;
}
