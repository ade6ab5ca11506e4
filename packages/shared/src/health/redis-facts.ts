/** What a Redis says of itself. Undefined is what it does not say: managed ones keep some of it back. */
export interface RedisFacts {
  readonly version: string | undefined;
  readonly isReplica: boolean | undefined;
  /** It reads its data from the disk and answers little else. */
  readonly isLoading: boolean | undefined;
  /** Whether it appends to disk, so that a crash costs nothing. */
  readonly hasAof: boolean | undefined;
  /** How often it has the disk take what was appended: `always`, `everysec` or `no`. */
  readonly fsync: string | undefined;
  /** Whether the last of what was to be appended got to the disk. */
  readonly isAofWritten: boolean | undefined;
  readonly evictionPolicy: string | undefined;
  readonly usedBytes: number | undefined;
  /** Undefined when there is no limit. */
  readonly maxBytes: number | undefined;
}

/** The answers to `CONFIG GET`, by option, as far as they were given. */
export type RedisConfig = Readonly<Record<string, string | undefined>>;

export const CONFIG_OPTIONS = ['appendonly', 'appendfsync', 'maxmemory-policy'] as const;

/** @param info the answer to `INFO`, https://redis.io/docs/latest/commands/info; empty when there was none */
export function factsOf(info: string, config: RedisConfig = {}): RedisFacts {
  const field = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
  const number = (name: string) => asNumber(field(name));
  const flag = (name: string) => asFlag(field(name), '1');
  const maxBytes = number('maxmemory');
  return {
    version: field('redis_version'),
    isReplica: asFlag(field('role'), 'slave'),
    isLoading: flag('loading'),
    hasAof: flag('aof_enabled') ?? asFlag(config.appendonly, 'yes'),
    fsync: config.appendfsync,
    isAofWritten: asFlag(field('aof_last_write_status'), 'ok'),
    evictionPolicy: field('maxmemory_policy') ?? config['maxmemory-policy'],
    usedBytes: number('used_memory'),
    maxBytes: maxBytes === 0 ? undefined : maxBytes,
  };
}

/** The share of its memory that Redis uses, 0 to 1; undefined without a limit. */
export function memoryShare({ usedBytes, maxBytes }: RedisFacts): number | undefined {
  return usedBytes === undefined || maxBytes === undefined ? undefined : usedBytes / maxBytes;
}

const asNumber = (text: string | undefined) => (text === undefined ? undefined : Number(text));
const asFlag = (text: string | undefined, yes: string) => (text === undefined ? undefined : text === yes);
