import type { WorldState } from './world.ts';

/** Profile pictures of people and groups. */
export class Pictures {
  readonly #world: WorldState;

  constructor(world: WorldState) {
    this.#world = world;
  }

  get(id: string): string | undefined {
    return this.#world.pictures[id];
  }

  /** @param picture a data URL; null takes the picture away. */
  set(id: string, picture: string | null): void {
    if (picture === null) delete this.#world.pictures[id];
    else this.#world.pictures[id] = picture;
  }
}
