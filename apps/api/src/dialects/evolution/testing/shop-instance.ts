import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
import type { CommandName } from '@wagw/shared/commands/catalogue';
import type { CommandOutcome } from '@wagw/shared/commands/command-store';
import { loadMessage } from '@wagw/shared/messages/message-store';
import { noteSeenMessage } from '@wagw/shared/messages/seen-store';
import { keys } from '@wagw/shared/redis/keys';
import { type CommandPlayer, playCommands } from '../../../testing/command-player.ts';
import { type EvolutionApi, startEvolutionApi } from './evolution-api.ts';

export const SHOP = 'user_7';
export const PHONE = '5511987654321';
export const ANA = `${PHONE}@c.us`;
export const JID = `${PHONE}@s.whatsapp.net`;
export const GROUP = '120363041234567890@g.us';
const NOTHING: CommandOutcome = { result: {} };

/** For a whole test file: a connected instance whose owner answers commands by a script, which each test begins anew. */
export function useShopInstance() {
  let api: EvolutionApi;
  let player: CommandPlayer;
  let script: Partial<Record<CommandName, CommandOutcome>>;
  beforeAll(async () => {
    api = await startEvolutionApi();
    await api.connected(SHOP);
    await api.redis.hset(keys.session(SHOP), {
      account: JSON.stringify({ phone: '5511900000000', name: 'Loja', platform: 'android' }),
    });
    player = playCommands(api.redis, SHOP, async ({ command }) => script[command] ?? NOTHING);
  });
  beforeEach(() => {
    script = {};
    player.asked.length = 0;
  });
  afterAll(async () => {
    await player.close();
    await api.close();
  });

  return {
    get api() {
      return api;
    },
    /** The outcome of the commands of a name. */
    get script() {
      return script;
    },
    /** The commands that came, in their order. */
    get asked() {
      return player.asked;
    },
    send: (kind: string, body: object) => api.ask('POST', `/message/${kind}/${SHOP}`, body),
    chat: (action: string, body: object, method = 'POST') => api.ask(method, `/chat/${action}/${SHOP}`, body),

    /** The record of the message that was accepted last. */
    async accepted() {
      const [id = ''] = await api.redis.zrevrange(keys.messages(SHOP), 0, 0);
      const record = await loadMessage(api.redis, SHOP, id);
      if (record === undefined) throw new Error('nothing was accepted');
      return record;
    },

    /** A message that came in, and its whole id at WhatsApp. */
    async came(id: string, text: string, chatId = ANA): Promise<string> {
      const whatsappRef = `false_${chatId}_${id}`;
      await noteSeenMessage(
        api.redis,
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
  };
}

/** An answer of 400 that says this. */
export const refused = (message: unknown): unknown =>
  expect.objectContaining({ status: 400, error: 'Bad Request', response: { message } });
