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
 * Writes down what is to be sent and then sends it, so that it leaves again with the same id after a lost connection or a restart
 * of the browser, until the server acknowledges it.
 * @returns two promises: it is written down; whether the server accepted it (open for as long as the server says nothing).
 */
export function post(outgoing: Outgoing): [Promise<void>, Promise<boolean>] {
  const accepted = new Promise<boolean>((settle) => {
    waiting.set(outgoing.id, { outgoing, settle });
  });
  order += 1;
  const kept = switches.outboxPersist ? keepOutgoing(outgoing, order) : Promise.resolve();
  const written = kept.then(() => {
    transmit({ t: 'send', outgoing });
  });
  return [written, accepted];
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

export async function settle(id: string, accepted: boolean): Promise<void> {
  waiting.get(id)?.settle(accepted);
  waiting.delete(id);
  await dropOutgoing(id);
}
