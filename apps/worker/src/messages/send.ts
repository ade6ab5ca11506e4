import type { MessageRecord } from '@wagw/shared/messages/message-store';
import type { Engine, EngineMessage, MessageRef } from '../engine/engine.ts';
import type { Lease } from '../lease/lease.ts';
import type { Journal } from './journal.ts';

/**
 * One try to send one message, with a known end: a message that may have left is looked up, and goes out again only
 * when WhatsApp's client does not have it, and then under the same id.
 */
export type SendResult =
  /** WhatsApp's client has it. */
  | { readonly result: 'handed_over'; readonly ref: MessageRef; readonly ack: number }
  /** Nothing to do: it was settled before, or is the next owner's. */
  | { readonly result: 'skipped'; readonly because: 'settled' | 'fenced' }
  /** Not sent, or nobody knows yet: the lane waits and tries again. */
  | { readonly result: 'again'; readonly code: string; readonly detail: string; readonly failures: number }
  /** Never to be sent. */
  | { readonly result: 'failed'; readonly code: string; readonly detail: string };

export interface SendParts {
  readonly engine: Pick<Engine, 'send' | 'find'>;
  readonly journal: Journal;
  readonly lease: Lease;
  readonly maxFailures: number;
  /** Longer than anything an earlier try can still have in flight. */
  readonly settleMs: number;
}

const NO_LEASE = ['no_lease', 'Others may own the session until the lease is renewed.'] as const;

const FINAL = new Set(['unknown_recipient', 'rejected']);

export async function sendMessage(record: MessageRecord, parts: SendParts): Promise<SendResult> {
  const { engine, journal, lease } = parts;
  if (!lease.holds()) return again(...NO_LEASE);
  const pass = await journal.dispatch(record.id);
  if (!pass.pass) return { result: 'skipped', because: pass.because };

  if (pass.dispatchedBefore !== undefined) {
    const inDoubtFor = Date.now() - pass.dispatchedBefore;
    if (inDoubtFor < parts.settleMs) return again('settling', 'An earlier try may still be under way.');
    const lookUp = await engine.find(pass.whatsappId, chatForms(record));
    if (lookUp.found === 'yes') return handedOver(record, lookUp.message, journal);
    if (lookUp.found === 'unknown') return again('look_up_failed', lookUp.detail);
    const next = await journal.dispatch(record.id, pass.dispatchedBefore);
    if (!next.pass) return { result: 'skipped', because: next.because };
    if (next.dispatchedBefore !== undefined) return again('settling', 'Another try is under way.');
  }

  // Time may have stood still for this process since the gate.
  if (!lease.holds()) return again(...NO_LEASE);
  const message = { chat: record.chatId, id: pass.whatsappId, content: record.content };
  const sent = await engine.send(message, () => lease.holds());
  switch (sent.outcome) {
    case 'sent':
      return handedOver(record, sent, journal);
    case 'unknown':
      return again('unknown', sent.detail);
    case 'not_sent': {
      // "Not ready" says nothing about the message: it waits for as long as it takes.
      const counts = sent.code !== 'not_ready';
      const failures = await journal.notSent(record.id, counts);
      const givenUp = counts && failures >= parts.maxFailures;
      if (FINAL.has(sent.code) || givenUp) return { result: 'failed', code: sent.code, detail: sent.detail };
      return { result: 'again', code: sent.code, detail: sent.detail, failures };
    }
  }
}

async function handedOver(
  record: MessageRecord,
  { ref, ack }: Pick<EngineMessage, 'ref' | 'ack'>,
  journal: Journal,
): Promise<SendResult> {
  await journal.handedOver(record.id, ref.serialized);
  return { result: 'handed_over', ref, ack };
}

const again = (code: string, detail: string): SendResult => ({ result: 'again', code, detail, failures: 0 });

/** The chat's ids to look under: the one it was sent to and, where known, the one WhatsApp filed it under. */
function chatForms(record: MessageRecord): string[] {
  const filed = record.whatsappRef?.split('_')[1];
  return [...new Set([record.chatId, ...(filed === undefined ? [] : [filed])])];
}
