import { personIn } from '@wagw/shared/numbers/chat-names';
import {
  forgetRegistration,
  noteRegistration,
  type RegistrationTtl,
  resolveRecipient,
} from '@wagw/shared/numbers/registrations';
import { variantsOf } from '@wagw/shared/numbers/variants';
import type { Redis } from 'ioredis';
import { ActionError, type EngineActions } from '../engine/actions.ts';
import type { MessageRef } from '../engine/engine.ts';

/** Which accounts are behind phone numbers: asked of WhatsApp once, then known for a while to worker and api alike. */
export interface Numbers {
  /**
   * WhatsApp's id of the account, by whichever form of the number it has; undefined when there is none.
   * @param phone digits, country code first
   * @throws ActionError when nobody knows and WhatsApp cannot be asked
   */
  find(phone: string, asks: NumberQuery): Promise<string | undefined>;
  /**
   * The same for many, in their order. One that cannot be asked for does not spoil the others.
   * @throws ActionError `not_ready` when the connection is gone; what was found by then is kept
   */
  check(phones: readonly string[], asks: NumberQuery): Promise<NumbersChecked>;
  /** Takes down what the end of a send tells of its recipient. */
  noteSend(chatId: string, end: SendEnd): Promise<void>;
}

export type NumberQuery = Pick<EngineActions, 'findNumber'>;

export interface NumbersChecked {
  /** Null when there is no account, or when nobody knows: such a number is among the failures. */
  readonly ids: (string | null)[];
  readonly failures: { phone: string; detail: string }[];
}

/** What became of a send, as far as it says something of its recipient. */
export type SendEnd =
  | { readonly result: 'handed_over'; readonly ref: Pick<MessageRef, 'chat'> }
  | { readonly result: 'failed'; readonly code: string }
  | { readonly result: 'again' | 'skipped' | 'file_needed' };

export interface NumbersParts {
  readonly redis: Redis;
  readonly sessionId: string;
  readonly ttl: RegistrationTtl;
}

export function createNumbers({ redis, sessionId, ttl }: NumbersParts): Numbers {
  const note = (phone: string, chatId: string | undefined) =>
    noteRegistration(redis, sessionId, phone, chatId, ttl);

  async function find(phone: string, asks: NumberQuery): Promise<string | undefined> {
    const registration = await resolveRecipient(redis, sessionId, phone);
    if (registration.known === 'registered') return registration.chatId;
    if (registration.known === 'unregistered') return undefined;
    const chatId = await askInTurn(variantsOf(phone), asks);
    await note(phone, chatId);
    return chatId;
  }

  return {
    find,

    async check(phones, asks) {
      const ids: (string | null)[] = [];
      const failures: { phone: string; detail: string }[] = [];
      // One after the other: WhatsApp counts how fast somebody asks.
      for (const phone of phones) {
        try {
          ids.push((await find(phone, asks)) ?? null);
        } catch (error) {
          if (!(error instanceof ActionError) || error.code === 'not_ready') throw error;
          ids.push(null);
          failures.push({ phone, detail: error.message });
        }
      }
      return { ids, failures };
    },

    async noteSend(chatId, end) {
      const person = personIn(chatId);
      if (person === undefined || !('phone' in person)) return;
      const { phone } = person;
      const hasOneForm = variantsOf(phone).length === 1;
      if (end.result === 'handed_over') {
        const filed = end.ref.chat;
        if (filed.endsWith('@c.us')) await note(phone, filed);
        // Filed by LID, it does not say by which form of the number it was reached.
        else if (hasOneForm) await note(phone, chatId);
      } else if (end.result === 'failed' && end.code === 'unknown_recipient') {
        if (hasOneForm) return note(phone, undefined);
        // The account that was known under one of the forms has gone.
        const { known } = await resolveRecipient(redis, sessionId, phone);
        if (known === 'registered') await forgetRegistration(redis, sessionId, phone);
      }
    },
  };
}

/** The first form that has an account. That there is none is said only when every form was answered. */
async function askInTurn(phones: readonly string[], asks: NumberQuery): Promise<string | undefined> {
  let failure: unknown;
  for (const phone of phones) {
    try {
      const chatId = await asks.findNumber(phone);
      if (chatId !== undefined) return chatId;
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
  return undefined;
}
