import type { Outgoing } from '../protocol/frames.ts';
import { transmit } from './link.ts';
import { dropOutgoing, keepOutgoing, loadOutbox } from './storage.ts';
import { switches } from './switches.ts';

interface Waiting {
  readonly outgoing: Outgoing;
  settle(accepted: boolean): void;
}

const waiting = new Map<string, Waiting>();
let order = Date.now();

/**
 * Sends something and keeps it until the server acknowledges it. It is first written down, so that it leaves again with the same
 * id after a lost connection or a restart of the browser.
 * @returns whether the server accepted it; while the server says nothing, nothing.
 */
export async function post(outgoing: Outgoing): Promise<boolean> {
  const settled = new Promise<boolean>((settle) => {
    waiting.set(outgoing.id, { outgoing, settle });
  });
  order += 1;
  if (switches.outboxPersist) await keepOutgoing(outgoing, order);
  transmit({ t: 'send', outgoing });
  return settled;
}

/** What an earlier life of the page has left unsent. */
export async function recall(): Promise<Outgoing[]> {
  const stored = switches.outboxPersist ? await loadOutbox() : [];
  for (const outgoing of stored) {
    if (!waiting.has(outgoing.id)) waiting.set(outgoing.id, { outgoing, settle: () => {} });
  }
  return stored;
}

/** Sends everything unacknowledged again, in order, over a new connection. */
export function resend(): void {
  for (const { outgoing } of waiting.values()) transmit({ t: 'send', outgoing });
}

export async function settle(id: string, accepted: boolean): Promise<Outgoing | undefined> {
  const found = waiting.get(id);
  waiting.delete(id);
  found?.settle(accepted);
  await dropOutgoing(id);
  return found?.outgoing;
}
