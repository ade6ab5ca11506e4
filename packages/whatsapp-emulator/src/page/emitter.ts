export type Listener = (...args: unknown[]) => unknown;

/** Events as WhatsApp Web's models have them: `on('change:body change:caption', …)` listens to both. */
export class Emitter {
  readonly #listeners: Map<string, Set<Listener>> = new Map();

  on(names: string, listener: Listener): this {
    for (const name of names.split(' ')) {
      let listeners = this.#listeners.get(name);
      if (!listeners) {
        listeners = new Set();
        this.#listeners.set(name, listeners);
      }
      listeners.add(listener);
    }
    return this;
  }

  once(names: string, listener: Listener): this {
    const wrapped: Listener = (...args) => {
      this.off(names, wrapped);
      return listener(...args);
    };
    return this.on(names, wrapped);
  }

  /** Without names nobody is told anything any more. */
  off(): this;
  off(names: string, listener: Listener): this;
  off(names?: string, listener?: Listener): this {
    if (names === undefined || listener === undefined) {
      this.#listeners.clear();
      return this;
    }
    for (const name of names.split(' ')) this.#listeners.get(name)?.delete(listener);
    return this;
  }

  trigger(name: string, ...args: unknown[]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      // One failing listener must not keep the others, or the page itself, from going on; it is reported as an error of the page.
      try {
        listener(...args);
      } catch (error) {
        reportError(error);
      }
    }
  }
}
