import { beforeAll, expect } from '@jest/globals';
import { loadMessage } from '@wagw/shared/messages/message-store';
import { noteSeenMessage } from '@wagw/shared/messages/seen-store';
import { keys } from '@wagw/shared/redis/keys';
import { useScriptedOwner } from '../../../testing/use-scripted-owner.ts';
import { startEvolutionApi } from './evolution-api.ts';

export const SHOP = 'user_7';
export const PHONE = '5511987654321';
export const ANA = `${PHONE}@c.us`;
export const JID = `${PHONE}@s.whatsapp.net`;
export const GROUP = '120363041234567890@g.us';

/** For a whole test file: a connected instance whose owner answers by a script, and how it is asked. */
export function useShopInstance() {
  const shop = useScriptedOwner(SHOP, startEvolutionApi, (api) => api.redis);
  beforeAll(() =>
    shop.api.redis.hset(keys.session(SHOP), {
      account: JSON.stringify({ phone: '5511900000000', name: 'Loja', platform: 'android' }),
    }),
  );

  return Object.assign(shop, {
    send: (kind: string, body: object) => shop.api.ask('POST', `/message/${kind}/${SHOP}`, body),
    chat: (action: string, body: object, method = 'POST') =>
      shop.api.ask(method, `/chat/${action}/${SHOP}`, body),

    /** The record of the message that was accepted last. */
    async accepted() {
      const [id = ''] = await shop.api.redis.zrevrange(keys.messages(SHOP), 0, 0);
      const record = await loadMessage(shop.api.redis, SHOP, id);
      if (record === undefined) throw new Error('nothing was accepted');
      return record;
    },

    /** A message that came in, and its whole id at WhatsApp. */
    async came(id: string, text: string, chatId = ANA): Promise<string> {
      const whatsappRef = `false_${chatId}_${id}`;
      await noteSeenMessage(
        shop.api.redis,
        {
          sessionId: SHOP,
          direction: 'inbound',
          chatId,
          from: chatId,
          to: 'me@c.us',
          whatsappRef,
          type: 'text',
          text,
          ack: 1,
          at: Date.now(),
        },
        { now: Date.now(), retentionDays: 30 },
      );
      return whatsappRef;
    },
  });
}

/** An answer of 400 that says this. */
export const refused = (message: unknown): unknown =>
  expect.objectContaining({ status: 400, error: 'Bad Request', response: { message } });
