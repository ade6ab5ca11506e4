import type { Nudges } from './events/nudges.ts';
import { GatewayError } from './gateway-error.ts';
import type { Qr, Session } from './schema.ts';
import type { Sessions } from './sessions.ts';

/** What has to be shown to the one who holds the phone. Each one replaces the last. */
export type LoginStep =
  | ({ readonly type: 'qr' } & Qr)
  | { readonly type: 'pairing_code'; readonly code: string; readonly phone: string };

export interface ConnectOptions {
  /** false only watches a session that somebody else starts, as a browser with a token does. */
  readonly start?: boolean | undefined;
  /** Asks for a code that is typed on the phone with this number, in place of QR codes. */
  readonly phone?: string | undefined;
  /** Ends the iteration, not the session. */
  readonly signal?: AbortSignal | undefined;
}

/** A session rests in a state that needs somebody; `session.message` says what to do. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError';
  readonly session: Session;

  constructor(session: Session) {
    super(`The session ${session.id} is ${session.state} (${session.code}): ${session.message}`);
    this.session = session;
  }
}

/**
 * Starts a session, creates it when there is none, and gives what is to be scanned or typed until it is ready. The generator returns the
 * session.
 * @throws ConnectError when nobody scanned in time, or the session needs something else of somebody
 */
export async function* connect(
  sessions: Sessions,
  nudges: Nudges,
  id: string,
  { start = true, phone, signal }: ConnectOptions = {},
): AsyncGenerator<LoginStep, Session, undefined> {
  const before = start ? (await sessions.start(id, { signal })).session : undefined;
  let shown: string | undefined;
  let mayAskForCode = true;
  for await (const session of nudges.look(id, undefined, () => sessions.get(id, { signal }), signal)) {
    if (isStuck(session, before)) throw new ConnectError(session);
    if (session.state === 'ready') return session;
    // A code that nobody typed in time is followed by QR codes again.
    if (session.state === 'pairing') mayAskForCode = true;
    if (session.state !== 'qr') continue;
    if (phone === undefined) {
      const qr = await waitingQr(sessions, id, signal);
      if (qr === undefined || qr.qr === shown) continue;
      shown = qr.qr;
      yield { type: 'qr', ...qr };
    } else if (mayAskForCode) {
      mayAskForCode = false;
      yield { type: 'pairing_code', ...(await sessions.pairingCode(id, phone, { signal })) };
    }
  }
  return sessions.get(id, { signal });
}

/**
 * Whether it rests, or is about to rest, until somebody does something. What it was before the start does not count: its worker has yet
 * to hear of it.
 */
function isStuck({ state, code, desired, stateSince }: Session, before: Session | undefined): boolean {
  if (desired === 'stopped') return true;
  if (stateSince === before?.stateSince) return false;
  return state === 'stopped' || state === 'logged_out' || code === 'blocked';
}

async function waitingQr(
  sessions: Sessions,
  id: string,
  signal: AbortSignal | undefined,
): Promise<Qr | undefined> {
  try {
    return await sessions.qr(id, { signal });
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'qr_not_available') return undefined;
    throw error;
  }
}
