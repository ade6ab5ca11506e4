import { verifySignature, WebhookRefusedError } from '@wagw/client/webhooks';

/** What a receiver has got, and the secret with which it was signed. */
export interface SignedRequest {
  readonly secret: string;
  readonly id: string;
  /** Unix seconds. */
  readonly timestamp: string;
  readonly signature: string;
  readonly body: string;
}

/** What came of a check. */
export type Verdict =
  | 'valid'
  /** It fits, and receivers refuse it nevertheless: it is more than five minutes old. */
  | 'valid_but_old'
  /** It fits, and its time has not come yet: one of the clocks is wrong. */
  | 'valid_but_ahead'
  | 'no_secret'
  | 'secret_not_base64'
  | 'no_id'
  | 'timestamp_not_seconds'
  | 'timestamp_in_milliseconds'
  | 'no_signature'
  | 'no_version'
  | 'other_version'
  | 'hexadecimal'
  /** It fits with what stands around the secret taken away. */
  | 'secret_with_spaces'
  /** It fits once `whsec_` stands before the secret. */
  | 'secret_without_prefix'
  /** It fits once the line break at the end of the body is taken away. */
  | 'body_with_line_break'
  /** It fits once the JSON is written without spaces. */
  | 'body_reformatted'
  | 'wrong';

/** Receivers refuse what is older. */
const TOLERANCE_SECONDS = 300;

/**
 * Checks a signature as a receiver does, and looks for the usual mistake when it does not fit. Nothing leaves the page.
 * @param now unix seconds
 */
export async function checkSignature(given: SignedRequest, now = Date.now() / 1_000): Promise<Verdict> {
  const request = {
    ...given,
    id: given.id.trim(),
    timestamp: given.timestamp.trim(),
    signature: given.signature.trim(),
  };
  const flaw = flawOf(request);
  if (flaw !== undefined) return flaw;
  if (await fits(request)) {
    const age = now - Number(request.timestamp);
    if (age > TOLERANCE_SECONDS) return 'valid_but_old';
    return age < -TOLERANCE_SECONDS ? 'valid_but_ahead' : 'valid';
  }
  for (const [mistake, change] of MISTAKES) {
    const corrected = change(request);
    if (corrected !== undefined && (await fits({ ...request, ...corrected }))) return mistake;
  }
  return 'wrong';
}

/** What can be seen without reckoning. */
function flawOf({ secret, id, timestamp, signature }: SignedRequest): Verdict | undefined {
  if (secret.trim() === '') return 'no_secret';
  if (!isReadable(secret.trim())) return 'secret_not_base64';
  if (id === '') return 'no_id';
  if (!/^\d{1,15}$/.test(timestamp)) return 'timestamp_not_seconds';
  if (timestamp.length >= 13) return 'timestamp_in_milliseconds';
  if (signature === '') return 'no_signature';
  return signature.split(' ').some((one) => one.startsWith('v1,')) ? undefined : flawOfSignature(signature);
}

function flawOfSignature(signature: string): Verdict {
  if (/^(sha256=)?[0-9a-f]{64}$/i.test(signature)) return 'hexadecimal';
  return /^[A-Za-z0-9+/]{43}=$/.test(signature) ? 'no_version' : 'other_version';
}

const PREFIX = 'whsec_';

function isReadable(secret: string): boolean {
  if (!secret.startsWith(PREFIX)) return true;
  try {
    return atob(secret.slice(PREFIX.length)).length > 0;
  } catch {
    return false;
  }
}

type Correction = (request: SignedRequest) => Partial<SignedRequest> | undefined;

/** What goes wrong most often, and how it would be right. */
const MISTAKES: readonly (readonly [Verdict, Correction])[] = [
  ['secret_with_spaces', ({ secret }) => (secret === secret.trim() ? undefined : { secret: secret.trim() })],
  ['secret_without_prefix', otherReading],
  ['body_with_line_break', ({ body }) => (/\s$/.test(body) ? { body: body.trimEnd() } : undefined)],
  ['body_reformatted', ({ body }) => withBody(body, compact(body))],
];

const withBody = (body: string, other: string | undefined) =>
  other === undefined || other === body ? undefined : { body: other };

/** With the prefix that was lost. */
function otherReading({ secret }: SignedRequest): Partial<SignedRequest> | undefined {
  const lost = PREFIX + secret.trim();
  return secret.trim().startsWith(PREFIX) || !isReadable(lost) ? undefined : { secret: lost };
}

/** As the gateway writes JSON; undefined of what is none. */
function compact(body: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(body));
  } catch {
    return undefined;
  }
}

async function fits({ secret, id, timestamp, signature, body }: SignedRequest): Promise<boolean> {
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  try {
    // How old it is, is told apart.
    await verifySignature(body, headers, secret, { now: Number(timestamp) });
    return true;
  } catch (error) {
    if (error instanceof WebhookRefusedError) return false;
    throw error;
  }
}
