import { z } from 'zod';

/** The environment names a variable that cannot be used; the message says which ones and what to change. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Shape = Record<string, z.ZodType>;

/**
 * Reads the options in `shape` from environment variables of the same names. An empty variable counts as not set.
 * @throws ConfigError naming every variable that must change
 */
export function readConfig<S extends Shape>(
  shape: S,
  env: Readonly<Record<string, string | undefined>>,
): z.infer<z.ZodObject<S>> {
  const given = Object.fromEntries(
    Object.keys(shape)
      .map((name) => [name, env[name]] as const)
      .filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const result = z.object(shape).safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const about = shape[name]?.description ?? '';
    return `  ${name}: ${name in given ? issue.message : 'is not set'}. ${about}`;
  });
  throw new ConfigError(
    `The configuration cannot be used. Change these environment variables (see docs/configuration.md):\n${lines.join('\n')}`,
  );
}

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A duration: `500ms`, `5s`, `10m`, `2h`, `7d`, or a bare number of milliseconds. The value is in milliseconds. */
export const duration = z
  .string()
  .regex(/^\d+(ms|s|m|h|d)?$/, 'write a duration such as 500ms, 5s, 10m, 2h or 7d')
  .transform((text) => {
    const unit = text.replace(/^\d+/, '') as keyof typeof UNITS | '';
    return Number.parseInt(text, 10) * (unit === '' ? 1 : UNITS[unit]);
  });

/** A comma-separated list; spaces around the items do not count. */
export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

/** An integer within bounds. */
export const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d+$/, 'write a whole number')
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));

/** A whole origin as browsers send it: scheme, host, and the port unless it is the usual one. */
export function isOrigin(text: string): boolean {
  return /^https?:\/\/[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
