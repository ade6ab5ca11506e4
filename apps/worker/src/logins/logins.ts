import type { Fence } from '@wagw/shared/events/event-log';
import pLimit from 'p-limit';
import type { EngineFactory } from '../engine/engine.ts';
import type { Ownership } from '../sessions/ownership.ts';
import { KeptLogin } from './kept-login.ts';
import { createLoginKeeper, type LoginKeeperParts } from './login-keeper.ts';

/** Saves that go on at the same time, in one worker. */
const AT_ONCE = 4;
/** WhatsApp Web's local storage is on the disk some five seconds after it was written. */
const SETTLE_MS = 10_000;
/** Far above what a login of hundreds of megabytes takes; what takes longer hangs. */
const LONGEST_MS = 300_000;

export interface LoginsParts extends LoginKeeperParts {
  readonly engines: EngineFactory;
  readonly ownership: Pick<Ownership, 'update'>;
  readonly everyMs: number;
  /** How long the last save of a session may take, when it stops. */
  readonly lastMs: number;
  readonly settleMs?: number;
}

/** Keeps the logins of a worker's sessions in a store, each as long as the session is its own. */
export function keepLogins(parts: LoginsParts): (fence: Fence) => KeptLogin {
  const keeper = createLoginKeeper(parts);
  const inTurn = pLimit(AT_ONCE);
  return (fence) =>
    new KeptLogin({ settleMs: SETTLE_MS, longestMs: LONGEST_MS, ...parts, fence, keeper, inTurn });
}
