import { createHmac, randomBytes } from 'node:crypto';
import { type Logger, pino, stdSerializers } from 'pino';

export type { Logger } from 'pino';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export interface LoggerOptions {
  readonly name: string;
  readonly level: (typeof LOG_LEVELS)[number];
  /** Phone numbers are hashed with it; by default with a random one. */
  readonly hashKey?: string | undefined;
}

/**
 * Creates the process's logger: JSON lines on standard output. Whoever logs a chat, or words that come from elsewhere and may name one,
 * uses the fields `chat`, `member`, `detail` or `err`: in these numbers are hashed.
 */
export function createLogger({ name, level, hashKey }: LoggerOptions): Logger {
  const hashed = numberHash(hashKey ?? randomBytes(32));
  const hashedText = (value: unknown) => (typeof value === 'string' ? hashed(value) : value);
  return pino({
    name,
    level,
    serializers: {
      chat: hashedText,
      member: hashedText,
      detail: hashedText,
      err: (error: Error) => {
        const { type, message, stack } = stdSerializers.err(error);
        return { type, message: hashed(message), stack: hashed(stack) };
      },
    },
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

/**
 * Puts a keyed hash in place of each number of seven digits or more. The same number has the same hash, so that it can be followed
 * through the log; without the key it cannot be guessed by trying all numbers.
 */
export function numberHash(key: string | Buffer): (text: string) => string {
  const hash = (digits: string) =>
    `#${createHmac('sha256', key).update(digits).digest('base64url').slice(0, 12)}`;
  return (text) => text.replace(/\d{7,}/g, hash);
}
