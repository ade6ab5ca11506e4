import { startApi } from './running-api.ts';
import { useScriptedOwner } from './use-scripted-owner.ts';

export const ANA = '5511987654321@c.us';
export const GROUP = '120363041234567890@g.us';
export const THEIRS = `false_${ANA}_A1B2`;
export const NO_GROUPS = { items: [], nextCursor: null };

/** For a whole test file: a connected session whose owner answers by a script, and how it is asked. */
export function useAnsweringSession() {
  const session = useScriptedOwner('shop', startApi, (api) => api.redisServer.client);
  return Object.assign(session, {
    /** Asks at a path of the session. @param wait whether for the outcome */
    ask: (method: string, path: string, body?: object, wait = true) =>
      session.api.call(method, `/api/v1/sessions/shop/${path}`, {
        ...(body === undefined ? {} : { body }),
        headers: wait ? { prefer: 'wait=10' } : {},
      }),
  });
}
