import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

export type ScriptArgument = string | number | Buffer;

export type ScriptReply = string | number | null | ScriptReply[];

/** A Lua script: all of its reads and writes happen at once, or not at all. */
export interface Script {
  /** Runs the script by its digest; its text is sent only to a Redis that has not seen it. */
  run(redis: Redis, keys: readonly string[], args: readonly ScriptArgument[]): Promise<ScriptReply>;
  /** Sends the text beforehand, for whoever needs the script to run before what is sent after it. */
  load(redis: Redis): Promise<void>;
}

export function defineScript(lua: string): Script {
  const sha = createHash('sha1').update(lua).digest('hex');
  return {
    async run(redis, keys, args) {
      // As one array: a call can have only so many arguments.
      const given = [keys.length, ...keys, ...args];
      try {
        return (await redis.call('evalsha', [sha, ...given])) as ScriptReply;
      } catch (error) {
        if (!(error instanceof Error && error.message.includes('NOSCRIPT'))) throw error;
        return (await redis.call('eval', [lua, ...given])) as ScriptReply;
      }
    },
    async load(redis) {
      await redis.script('LOAD', lua);
    },
  };
}
