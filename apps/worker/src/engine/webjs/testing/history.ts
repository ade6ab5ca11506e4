import type { EngineEvent, EngineListener } from '../../engine.ts';

type EventOf<Type extends EngineEvent['type']> = Extract<EngineEvent, { type: Type }>;

/** Everything that an engine has told, in order, and a way to wait for what it will tell. */
export class History {
  readonly events: EngineEvent[] = [];
  readonly #waiting = new Set<() => void>();
  /** Events before this place have been waited for. */
  #read = 0;

  readonly listener: EngineListener = (event) => {
    this.events.push(event);
    for (const look of this.#waiting) look();
  };

  get types(): string[] {
    return this.events.map((event) => event.type);
  }

  of<Type extends EngineEvent['type']>(type: Type): EventOf<Type>[] {
    return this.events.filter((event): event is EventOf<Type> => event.type === type);
  }

  /** The next event of the type after the one that was waited for last. */
  async next<Type extends EngineEvent['type']>(
    type: Type,
    matches: (event: EventOf<Type>) => boolean = () => true,
    ms = 20_000,
  ): Promise<EventOf<Type>> {
    const found = () => {
      const at = this.events.findIndex(
        (event, index) => index >= this.#read && event.type === type && matches(event as EventOf<Type>),
      );
      if (at < 0) return undefined;
      this.#read = at + 1;
      return this.events[at] as EventOf<Type>;
    };
    return await this.#wait(found, ms, type);
  }

  /** The last event of all, also when it has been told already. */
  async ended(ms = 20_000): Promise<EventOf<'ended'>> {
    return await this.#wait(() => this.of('ended')[0], ms, 'ended');
  }

  async #wait<T>(found: () => T | undefined, ms: number, what: string): Promise<T> {
    const first = found();
    if (first !== undefined) return first;
    return await new Promise((resolve, reject) => {
      const look = () => {
        const value = found();
        if (value === undefined) return;
        done();
        resolve(value);
      };
      const timer = setTimeout(() => {
        done();
        reject(new Error(`No ${what} within ${ms} ms after: ${JSON.stringify(this.events)}`));
      }, ms).unref();
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(look);
      };
      this.#waiting.add(look);
    });
  }
}
