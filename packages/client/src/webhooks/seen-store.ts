/** What is known of an event by its id. `running` means that somebody is at it just now. */
export type Claim = 'new' | 'running' | 'done';

/**
 * Remembers which events were handled, so that a repetition does nothing. Several processes share one that is outside of them: see the
 * README for one on Redis.
 */
export interface SeenStore {
  /** Notes that somebody begins with an event, and says what was known before: only who gets `new` may handle it. */
  begin(id: string): Promise<Claim> | Claim;
  done(id: string): Promise<void> | void;
  /** It could not be handled: the next who begins gets `new`. */
  failed(id: string): Promise<void> | void;
}

/** One process' memory of the latest events; what is older is forgotten. */
export function createMemoryStore(most = 10_000): SeenStore {
  const known = new Map<string, 'running' | 'done'>();
  return {
    begin(id) {
      const before = known.get(id);
      if (before !== undefined) return before;
      known.set(id, 'running');
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
      return 'new';
    },
    done: (id) => void known.set(id, 'done'),
    failed: (id) => void known.delete(id),
  };
}
