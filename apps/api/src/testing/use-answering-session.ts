import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { CommandName } from '@wagw/shared/commands/catalogue';
import type { CommandOutcome } from '@wagw/shared/commands/command-store';
import { type CommandPlayer, playCommands } from './command-player.ts';
import { type RunningApi, startApi } from './running-api.ts';

export const ANA = '5511987654321@c.us';
export const GROUP = '120363041234567890@g.us';
export const THEIRS = `false_${ANA}_A1B2`;
export const NO_GROUPS = { items: [], nextCursor: null };
const NOTHING: CommandOutcome = { result: {} };

/** For a whole test file: a connected session whose owner answers commands by a script, which each test begins anew. */
export function useAnsweringSession() {
  let api: RunningApi;
  let player: CommandPlayer;
  let script: Partial<Record<CommandName, CommandOutcome>>;
  beforeAll(async () => {
    api = await startApi();
    await api.connected('shop');
    player = playCommands(api.redisServer.client, 'shop', async ({ command }) => script[command] ?? NOTHING);
  });
  beforeEach(() => {
    script = {};
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
    /** Asks at a path of the session. @param wait whether for the outcome */
    ask: (method: string, path: string, body?: object, wait = true) =>
      api.call(method, `/api/v1/sessions/shop/${path}`, {
        ...(body === undefined ? {} : { body }),
        headers: wait ? { prefer: 'wait=10' } : {},
      }),
  };
}
