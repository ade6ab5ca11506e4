import { type Logger, pino, stdSerializers } from 'pino';

export type { Logger } from 'pino';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Creates the process's logger: JSON lines on standard output. */
export function createLogger(options: { name: string; level: (typeof LOG_LEVELS)[number] }): Logger {
  return pino({
    name: options.name,
    level: options.level,
    serializers: {
      err: (error: Error) => {
        const { type, message, stack } = stdSerializers.err(error);
        return { type, message: withoutNumbers(message), stack: withoutNumbers(stack) };
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

/** Error messages come from elsewhere and may name a chat; its number is cut out. */
export function withoutNumbers(text: string): string {
  return text.replace(/\d{7,}/g, '[number]');
}
