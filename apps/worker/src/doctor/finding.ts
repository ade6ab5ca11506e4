import { REASONS, type ReasonCode } from '@wagw/shared/health/reasons';

/** What one check has found. */
export interface Finding {
  /** Its stable name, such as `redis.aof`. */
  readonly check: string;
  readonly status: 'ok' | 'warning' | 'failed';
  /** What is, in one sentence. */
  readonly detail: string;
  /** What to do; null when all is well. */
  readonly remedy: string | null;
}

export const ok = (check: string, detail: string): Finding => ({ check, status: 'ok', detail, remedy: null });

/** It works, but not for long, not for all, or not as safely as it could. */
export const warning = (check: string, detail: string, remedy: string): Finding => ({
  check,
  status: 'warning',
  detail,
  remedy,
});

/** The gateway cannot do its work like this. */
export const failed = (check: string, detail: string, remedy: string): Finding => ({
  check,
  status: 'failed',
  detail,
  remedy,
});

/** As `/health/ready` says it. */
export function fromReason(check: string, code: ReasonCode): Finding {
  const { severity, message, remedy } = REASONS[code];
  return severity === 'failing' ? failed(check, message, remedy) : warning(check, message, remedy);
}

/** What a Redis or a machine does not say must be looked up by a person. */
export const unknown = (check: string, what: string, remedy: string): Finding =>
  warning(check, `${what} is unknown: it cannot be read from here.`, remedy);

/** Without a full stop. */
export function messageOf(error: unknown): string {
  const message = (error as { message?: unknown } | undefined)?.message;
  return (typeof message === 'string' ? message : String(error)).replace(/\.$/, '');
}

/** `1.5 GB` */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  for (; value >= 1_000 && unit < units.length - 1; unit += 1) value /= 1_000;
  return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
