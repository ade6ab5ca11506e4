/**
 * Readers that stand at the same place ask for the same page in the same moment: they share one read.
 * Nothing is kept after the answer, so it is never older than the question.
 */
export interface SharedReads {
  /** @param key names everything that the answer depends on */
  share<T>(key: string, read: () => Promise<T>): Promise<T>;
}

export function createSharedReads(): SharedReads {
  const underWay = new Map<string, Promise<unknown>>();
  return {
    share<T>(key: string, read: () => Promise<T>): Promise<T> {
      const known = underWay.get(key);
      if (known !== undefined) return known as Promise<T>;
      const fresh = read().finally(() => underWay.delete(key));
      underWay.set(key, fresh);
      return fresh;
    },
  };
}
