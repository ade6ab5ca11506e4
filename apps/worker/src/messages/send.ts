import { chatOfRef } from '@wagw/shared/messages/message-id';
import type { MessageRecord } from '@wagw/shared/messages/message-store';
import type { Engine, EngineMessage, MessageRef } from '../engine/engine.ts';
import type { OutgoingContent } from '../engine/outgoing.ts';
import type { Lease } from '../lease/lease.ts';
import type { EarlierTry, Journal } from './journal.ts';
import { outgoingContent } from './outgoing-content.ts';
import type { Brought } from './set-aside.ts';

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
  /** Certainly not sent; it can be when its file is here. `failures`: how often that was not to be had. */
  | { readonly result: 'file_needed'; readonly failures: number }
  /** Never to be sent. */
  | { readonly result: 'failed'; readonly code: string; readonly detail: string };

export interface SendParts {
  readonly engine: Pick<Engine, 'send' | 'find'>;
  readonly journal: Journal;
  readonly lease: Lease;
  /** The message's file, if it has one and it is here, or why it is not to be had. */
  readonly brought: Brought | undefined;
  readonly maxFailures: number;
  /** Longer than anything an earlier try can still have in flight. */
  readonly settleMs: number;
}

const NO_LEASE = ['no_lease', 'Others may own the session until the lease is renewed.'] as const;
const FINAL = new Set(['unknown_recipient', 'rejected']);
/** A file that cannot be fetched holds its chat up, so it gets fewer tries. */
const MAX_FILE_FAILURES = 3;

export async function sendMessage(record: MessageRecord, parts: SendParts): Promise<SendResult> {
  const { journal, lease, brought } = parts;
  if (!lease.holds()) return again(...NO_LEASE);
  const file = brought !== undefined && 'file' in brought ? brought.file : undefined;
  const content = outgoingContent(record.content, file);
  // Without its file it cannot leave, but may have left before.
  const pass = await (content === undefined ? journal.look(record.id) : journal.dispatch(record.id));
  if (!pass.pass) return { result: 'skipped', because: pass.because };
  const { whatsappId, inDoubt } = pass;
  if (inDoubt !== undefined) {
    const settled = await lookUp(record, whatsappId, inDoubt, parts);
    if (settled !== undefined) return settled;
  }
  if (content === undefined) return withoutFile(record, parts);
  if (inDoubt !== undefined) {
    const next = await journal.dispatch(record.id, inDoubt);
    if (!next.pass) return { result: 'skipped', because: next.because };
    if (next.inDoubt !== undefined) return again('settling', 'Another try is under way.');
  }
  return handOver(record, content, whatsappId, parts);
}

/** What became of an earlier try; undefined when it certainly did not leave. */
async function lookUp(
  record: MessageRecord,
  whatsappId: string,
  inDoubt: EarlierTry,
  { engine, journal, settleMs }: SendParts,
): Promise<SendResult | undefined> {
  if (inDoubt.agoMs < settleMs) return again('settling', 'An earlier try may still be under way.');
  const found = await engine.find(whatsappId, chatForms(record));
  if (found.found === 'yes') return handedOver(record, found.message, journal);
  return found.found === 'unknown' ? again('look_up_failed', found.detail) : undefined;
}

async function handOver(
  record: MessageRecord,
  content: OutgoingContent,
  whatsappId: string,
  { engine, journal, lease, maxFailures }: SendParts,
): Promise<SendResult> {
  // Time may have stood still for this process since the gate.
  if (!lease.holds()) return again(...NO_LEASE);
  const { quotedRef, mentions } = record.content;
  const message = {
    chat: record.chatId,
    id: whatsappId,
    content,
    ...(quotedRef === undefined ? {} : { quotedRef }),
    ...(mentions === undefined ? {} : { mentions }),
  };
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
      const givenUp = counts && failures >= maxFailures;
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

/** Nothing has left for want of its file. A try in doubt before it stays in doubt. */
async function withoutFile(record: MessageRecord, { brought, journal }: SendParts): Promise<SendResult> {
  if (brought === undefined || !('error' in brought)) return { result: 'file_needed', failures: 0 };
  const { code, message: detail, isFinal } = brought.error;
  const failures = await journal.fileFailed(record.id);
  const isGivenUp = isFinal || failures >= MAX_FILE_FAILURES;
  return isGivenUp ? { result: 'failed', code, detail } : { result: 'file_needed', failures };
}

const again = (code: string, detail: string): SendResult => ({ result: 'again', code, detail, failures: 0 });

/** The chat's ids to look under: the one it was sent to and, where known, the one WhatsApp filed it under. */
function chatForms(record: MessageRecord): string[] {
  const { chatId, whatsappRef } = record;
  return [...new Set([chatId, ...(whatsappRef === undefined ? [] : [chatOfRef(whatsappRef)])])];
}
