import type { EngineMessage, MessageRef } from '../engine/engine.ts';
import { CUSTOMER_CHAT } from './stored.ts';

export const SHOP_CHAT = '5511912345678@c.us';

export function refOf(id: string, fromMe: boolean, chat = CUSTOMER_CHAT): MessageRef {
  return { serialized: `${fromMe}_${chat}_${id}`, id, chat };
}

/** A text between the shop, whose session this is, and its customer. */
export function engineMessage(id: string, changes: Partial<EngineMessage> = {}): EngineMessage {
  const fromMe = changes.fromMe ?? false;
  return {
    ref: refOf(id, fromMe),
    fromMe,
    from: fromMe ? SHOP_CHAT : CUSTOMER_CHAT,
    to: fromMe ? CUSTOMER_CHAT : SHOP_CHAT,
    type: 'chat',
    body: 'Bom dia!',
    timestamp: 1_800_000_000,
    ack: fromMe ? 1 : 0,
    isGroup: false,
    isStatus: false,
    isForwarded: false,
    hasMedia: false,
    ...changes,
  };
}
