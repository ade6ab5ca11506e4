import { createHash } from 'node:crypto';
import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Creates the process's logger: JSON lines on standard output. */
export function createLogger(options: { name: string; level: (typeof LOG_LEVELS)[number] }): Logger {
  return pino({
    name: options.name,
    level: options.level,
    redact: {
      paths: [
        'req.headers.authorization',
        'req.headers["x-gateway-key"]',
        'req.headers["x-api-key"]',
        '*.secret',
        '*.apiKey',
      ],
      censor: '[redacted]',
    },
  });
}

/** A stable stand-in for a phone number or chat id: lines about one person can be told apart, the person cannot. */
export function hashed(personal: string): string {
  return createHash('sha256').update(personal).digest('base64url').slice(0, 10);
}
