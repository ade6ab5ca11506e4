/**
 * Remembers the newest `limit` keys with their last value and tells exact repeats from news: the library doubles
 * its hooks when frames navigate or the synchronisation flag toggles, and then says everything twice.
 */
export class Repeats {
  readonly #limit: number;
  readonly #seen = new Map<string, string>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** False when the same value is the last that was said under the key. */
  isNews(key: string, value: string): boolean {
    if (this.#seen.get(key) === value) return false;
    this.#seen.delete(key);
    this.#seen.set(key, value);
    if (this.#seen.size > this.#limit) {
      for (const oldest of this.#seen.keys()) {
        this.#seen.delete(oldest);
        break;
      }
    }
    return true;
  }
}
