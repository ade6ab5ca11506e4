import { Emitter } from './emitter.ts';

/**
 * An object whose attributes are plain properties. Changes through `set` are announced: `change:<name>` (model, new, old) for
 * each attribute that changed, and then `change` (model).
 */
export class Model<Attributes extends object> extends Emitter {
  readonly #names: Set<string> = new Set();
  /** The collections that the model is in; they repeat its events. */
  readonly #followers: Set<Emitter> = new Set();

  constructor(attributes: Attributes) {
    super();
    for (const [name, value] of Object.entries(attributes)) this.#assign(name, value);
  }

  set(changes: Partial<Attributes>): void {
    const changed: [name: string, now: unknown, before: unknown][] = [];
    for (const [name, now] of Object.entries(changes)) {
      const before = Reflect.get(this, name);
      if (before === now) continue;
      this.#assign(name, now);
      changed.push([name, now, before]);
    }
    for (const [name, now, before] of changed) this.trigger(`change:${name}`, this, now, before);
    if (changed.length > 0) this.trigger('change', this);
  }

  /** A shallow copy of the attributes. */
  serialize(): Record<string, unknown> {
    return Object.fromEntries([...this.#names].map((name) => [name, Reflect.get(this, name)]));
  }

  toJSON(): unknown {
    return this.serialize();
  }

  /** Some callers want to be sure to get the model itself and not a view of it. */
  unsafe(): this {
    return this;
  }

  follow(collection: Emitter): void {
    this.#followers.add(collection);
  }

  unfollow(collection: Emitter): void {
    this.#followers.delete(collection);
  }

  override trigger(name: string, ...args: unknown[]): void {
    super.trigger(name, ...args);
    for (const follower of this.#followers) follower.trigger(name, ...args);
  }

  #assign(name: string, value: unknown): void {
    this.#names.add(name);
    Reflect.set(this, name, value);
  }
}

/** The model class with its attributes as properties, to be extended. */
export const modelOf = <Attributes extends object>(): (new (
  attributes: Attributes,
) => Model<Attributes> & Attributes) =>
  Model as unknown as new (
    attributes: Attributes,
  ) => Model<Attributes> & Attributes;

interface Member extends Emitter {
  readonly id: unknown;
  follow(collection: Emitter): void;
  unfollow(collection: Emitter): void;
}

/** Models by the text form of their id, in the order in which they came. Emits `add` and `remove`, and its members' events. */
export class Collection<Item extends Member> extends Emitter {
  readonly #items: Map<string, Item> = new Map();

  get length(): number {
    return this.#items.size;
  }

  /** What WhatsApp Web calls the raw list. */
  get _models(): Item[] {
    return this.getModelsArray();
  }

  /** Takes an id, its text form, or nothing (and then finds nothing). */
  get(id: unknown): Item | undefined {
    return this.#items.get(String(id));
  }

  add(item: Item): Item {
    const key = String(item.id);
    const known = this.#items.get(key);
    if (known) return known;
    this.#items.set(key, item);
    item.follow(this);
    this.trigger('add', item);
    return item;
  }

  remove(item: Item): void {
    if (!this.#items.delete(String(item.id))) return;
    this.trigger('remove', item);
    item.unfollow(this);
  }

  getModelsArray(): Item[] {
    return [...this.#items.values()];
  }

  filter(keep: (item: Item) => boolean): Item[] {
    return this.getModelsArray().filter(keep);
  }

  find(id: unknown): Promise<Item | undefined> {
    return Promise.resolve(this.get(id));
  }

  serialize(): unknown[] {
    return this.getModelsArray().map((item) =>
      'serialize' in item ? (item as { serialize(): unknown }).serialize() : item,
    );
  }
}
