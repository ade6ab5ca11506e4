import type { Session } from '@wagw/client';

/** What somebody before the page can make of a session: link a phone, wait, start it, or tell those who run it. */
export type SessionPhase =
  | { readonly kind: 'link'; readonly state: 'qr' | 'pairing' }
  | { readonly kind: 'connected'; readonly phone: string | undefined }
  | { readonly kind: 'resting'; readonly why: 'new' | 'notScanned' | 'stopped' | 'loggedOut' }
  | { readonly kind: 'busy'; readonly why: 'queue' | 'starting' | 'authenticating' | 'reconnecting' }
  /** With the reason as those know it who run the gateway. */
  | { readonly kind: 'stuck'; readonly why: 'blocked' | 'failed'; readonly code: string };

export function phaseOf({ state, code, desired, account }: Session): SessionPhase {
  const isWished = desired === 'running';
  switch (state) {
    case 'qr':
    case 'pairing':
      return { kind: 'link', state };
    case 'ready':
      return { kind: 'connected', phone: account?.phone };
    case 'authenticating':
    case 'reconnecting':
      return { kind: 'busy', why: state };
    case 'starting':
      return { kind: 'busy', why: code === 'starting' ? 'starting' : 'queue' };
    case 'failed':
      return { kind: 'stuck', why: code === 'blocked' ? 'blocked' : 'failed', code };
    // It was started, and its worker has yet to hear of it.
    case 'created':
      return isWished ? { kind: 'busy', why: 'starting' } : { kind: 'resting', why: 'new' };
    case 'stopped':
      if (isWished) return { kind: 'busy', why: 'starting' };
      return { kind: 'resting', why: code === 'not_scanned' ? 'notScanned' : 'stopped' };
    case 'logged_out':
      return isWished ? { kind: 'busy', why: 'starting' } : { kind: 'resting', why: 'loggedOut' };
  }
}
