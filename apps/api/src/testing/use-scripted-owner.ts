import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { CommandName } from '@wagw/shared/commands/catalogue';
import type { CommandOutcome } from '@wagw/shared/commands/command-store';
import type { Redis } from 'ioredis';
import { type CommandPlayer, playCommands } from './command-player.ts';
import type { RunningApi } from './running-api.ts';

type Startable = Pick<RunningApi, 'connected' | 'close'>;

const NOTHING: CommandOutcome = { result: {} };

/** For a whole test file: an api with a connected session, whose owner answers commands by a script, which each test begins anew. */
export function useScriptedOwner<Api extends Startable>(
  sessionId: string,
  start: () => Promise<Api>,
  redisOf: (api: Api) => Redis,
) {
  let api: Api;
  let player: CommandPlayer;
  let script: Partial<Record<CommandName, CommandOutcome>>;
  beforeAll(async () => {
    api = await start();
    await api.connected(sessionId);
    player = playCommands(redisOf(api), sessionId, async ({ command }) => script[command] ?? NOTHING);
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
    /** The commands that came in this test, in their order. */
    get asked() {
      return player.asked;
    },
  };
}
