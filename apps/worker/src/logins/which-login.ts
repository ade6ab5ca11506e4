import type { LoginPointer } from './login-pointer.ts';

export interface LoginSituation {
  /** Whether a login lies in this host's folder, of whatever age. */
  readonly hasLocal: boolean;
  readonly host: string;
  /** Where the session was started last; undefined when it never was, or logins were not kept in a store then. */
  readonly loginHost: string | undefined;
  readonly pointer: LoginPointer | undefined;
  /** Whether somebody has logged in, and not out again. */
  readonly isLinked: boolean;
}

/**
 * - `local`: the newest login is here
 * - `restore`: the newest that can be had is in the store
 * - `elsewhere`: there is one, but only on a host that is not this one
 * - `none`: nobody is logged in; what lies here is the left-over of an earlier login
 */
export type LoginChoice = 'local' | 'restore' | 'elsewhere' | 'none';

/** Which login a session is to be started with. The newest is where the session ran last; a store's may be minutes older. */
export function whichLogin({ hasLocal, host, loginHost, pointer, isLinked }: LoginSituation): LoginChoice {
  const ranHere = loginHost === undefined || loginHost === host;
  if (hasLocal && ranHere) return 'local';
  if (pointer !== undefined) return 'restore';
  return isLinked ? 'elsewhere' : 'none';
}
