/** Numbers that look like chance and are the same for the same seed. */
export interface Random {
  /** From 0 up to 1. */
  next(): number;
  between(low: number, high: number): number;
  pick<T>(items: readonly T[]): T | undefined;
  shuffled<T>(items: readonly T[]): T[];
}

/** Mulberry32. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const random: Random = {
    next() {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    },
    between: (low, high) => low + random.next() * (high - low),
    pick: (items) => items[Math.floor(random.next() * items.length)],
    shuffled(items) {
      const left = [...items];
      return Array.from({ length: left.length }, () =>
        left.splice(Math.floor(random.next() * left.length), 1),
      ).flat();
    },
  };
  return random;
}
