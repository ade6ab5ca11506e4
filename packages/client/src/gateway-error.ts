import type { Problem } from './schema.ts';

/** The stable names of problems. A newer gateway may have more. */
export type ProblemCode = Problem['code'];

/** A field that is not valid: a JSON pointer to it, and what is wrong. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/** The statuses after which the same request may succeed, of answers that do not say it themselves. */
const RETRYABLE: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** The gateway, or something before it, has answered with an error. */
export class GatewayError extends Error {
  override readonly name: string = 'GatewayError';
  /** Of the HTTP answer. */
  readonly status: number;
  /** What went wrong; `unexpected_answer` when the answer is not one of the gateway, for example of a proxy. */
  readonly code: ProblemCode | 'unexpected_answer';
  /** What to do about it, in a sentence or two; after what happened this time, where that is known. */
  readonly remedy: string;
  /** The fields that are not valid. */
  readonly errors: readonly FieldProblem[];
  /** Whether the same request can succeed later. */
  readonly retryable: boolean;
  /** By which the operator finds the request in the log. */
  readonly requestId: string | undefined;
  /** How long the gateway asked to wait. */
  readonly retryAfterMs: number | undefined;
  /** The whole answer, with fields that belong to this problem alone. */
  readonly problem: Readonly<Partial<Problem> & Record<string, unknown>>;

  constructor(status: number, problem: GatewayError['problem'], retryAfterMs?: number) {
    const fields = problem.errors?.map(({ path, message }) => `${path} ${message}`) ?? [];
    const { title = `HTTP ${status}`, detail = 'The answer does not come from the gateway.' } = problem;
    super([`${problem.code ?? status}: ${title} ${detail}`, ...fields].join(' — '));
    this.status = status;
    this.code = problem.code ?? 'unexpected_answer';
    this.remedy = detail;
    this.errors = problem.errors ?? [];
    this.retryable = problem.retryable ?? RETRYABLE.has(status);
    this.requestId = problem.instance;
    this.retryAfterMs = retryAfterMs;
    this.problem = problem;
  }
}

/** No answer came: the network, DNS, TLS, or no time left. `cause` has the reason. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';

  constructor(what: string, cause: unknown) {
    super(`The gateway cannot be reached: ${what}`, { cause });
  }
}

/** Makes the error of an answer that is not one of success; reads its body. */
export async function errorOf(response: Response): Promise<GatewayError> {
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'));
  const text = await response.text().catch(() => '');
  return new GatewayError(response.status, asProblem(text), retryAfterMs);
}

function asProblem(text: string): GatewayError['problem'] {
  try {
    const value: unknown = JSON.parse(text);
    const isProblem = typeof value === 'object' && value !== null && 'code' in value;
    return isProblem ? (value as GatewayError['problem']) : {};
  } catch {
    return {};
  }
}

/** `Retry-After` as RFC 9110 has it: seconds, or a date. */
export function readRetryAfter(value: string | null, now = Date.now()): number | undefined {
  if (value === null) return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
