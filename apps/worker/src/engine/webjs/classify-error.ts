import type { EndReason } from '../engine.ts';
import { ProfileInUseError } from './profile.ts';

/** Where a life is. The stage decides what a time-out means. */
export type Stage = 'launch' | 'open' | 'connect' | 'login' | 'sync' | 'ready' | 'reconnect';

export interface Circumstances {
  readonly stage: Stage;
  /** Status of the last answer to the request for the page itself. */
  readonly httpStatus?: number | undefined;
  /** Uncaught errors inside the page, oldest first. */
  readonly pageErrors: readonly string[];
  /** State of WhatsApp's socket, where the page could still tell. */
  readonly socketState?: string | undefined;
}

export interface End {
  readonly reason: EndReason;
  readonly detail: string;
}

const connecting = new Set(['OPENING', 'UNLAUNCHED', 'TIMEOUT']);

/**
 * Says why a life ends, from whatever the library, the browser or a deadline threw. The library rejects with
 * strings (`'auth timeout'`, `'ready timeout'`) as well as with errors.
 */
export function classifyError(error: unknown, circumstances: Circumstances): End {
  const text = errorText(error);
  const { stage, httpStatus, pageErrors, socketState } = circumstances;

  const missing = missingModule([text, ...pageErrors]);
  if (missing) return { reason: 'incompatible', detail: `WhatsApp Web has no module ${missing} any more` };
  if (error instanceof ProfileInUseError || /already running for|ProcessSingleton|Code: 21\b/.test(text))
    return { reason: 'profile_in_use', detail: text };
  if (stage === 'launch') return { reason: 'launch_failed', detail: text };
  if (httpStatus !== undefined && httpStatus >= 400) {
    return { reason: 'unreachable', detail: `web.whatsapp.com answered with HTTP status ${httpStatus}` };
  }
  const net = /net::ERR_\w+/.exec(text);
  if (net) return { reason: 'unreachable', detail: `web.whatsapp.com could not be loaded: ${net[0]}` };
  if (isGone(error)) return { reason: 'crashed', detail: text };
  if (isTimeout(text)) {
    if (stage === 'open')
      return { reason: 'unreachable', detail: `web.whatsapp.com did not answer: ${text}` };
    const refusal = socketState === undefined ? undefined : classifyState(socketState);
    // That a login is gone is not for a late step to say: it would be wiped.
    if (refusal !== undefined && refusal.reason !== 'logged_out') return refusal;
    if (socketState !== undefined && connecting.has(socketState)) {
      return {
        reason: 'unreachable',
        detail: `WhatsApp's servers could not be reached: the connection stays ${socketState}`,
      };
    }
    if (stage === 'reconnect') return { reason: 'unreachable', detail: text };
    if (stage === 'ready') return { reason: 'unresponsive', detail: text };
    const last = pageErrors.at(-1);
    if (last) return { reason: 'incompatible', detail: `WhatsApp Web failed while starting: ${last}` };
    return { reason: 'start_timeout', detail: text };
  }
  if (/is not a function|Cannot read propert|is not a constructor|is not defined/.test(text)) {
    return { reason: 'incompatible', detail: text };
  }
  return {
    reason: stage === 'ready' || stage === 'reconnect' ? 'unresponsive' : 'start_timeout',
    detail: text,
  };
}

/** What a state of the socket that the client cannot leave by itself means. */
export function classifyState(state: string): End | undefined {
  switch (state) {
    case 'UNPAIRED':
    case 'UNPAIRED_IDLE':
    case 'LOGOUT':
      return { reason: 'logged_out', detail: 'WhatsApp has removed this device' };
    case 'CONFLICT':
      return { reason: 'conflict', detail: 'WhatsApp Web is open elsewhere with this login' };
    case 'DEPRECATED_VERSION':
      return { reason: 'incompatible', detail: 'WhatsApp no longer accepts this version of WhatsApp Web' };
    case 'TOS_BLOCK':
    case 'SMB_TOS_BLOCK':
      return { reason: 'blocked', detail: `WhatsApp has banned the number (${state})` };
    case 'PROXYBLOCK':
      return { reason: 'proxy_blocked', detail: `WhatsApp refuses this address (${state})` };
    default:
      return undefined;
  }
}

/** There is no page any more that could answer. */
export function isGone(error: unknown): boolean {
  return /Target closed|Session closed|Page crashed|Connection closed|detached Frame|frame (got|was) detached/i.test(
    errorText(error),
  );
}

/** The page went away under a call: what the call has done is not known. */
export function isNavigation(error: unknown): boolean {
  return /Execution context was destroyed|Cannot find context|Execution context is not available/.test(
    errorText(error),
  );
}

/** The page's module loader says `Requiring unknown module "Name"`. */
export function isUnknownModule(message: string): boolean {
  return missingModule([message]) !== undefined;
}

export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isTimeout(text: string): boolean {
  return /timed? ?out|timeout|took longer than/i.test(text);
}

function missingModule(texts: readonly string[]): string | undefined {
  for (const text of texts) {
    const match = /unknown module [^\w]*(\w+)/i.exec(text);
    if (match) return match[1];
  }
  return undefined;
}
