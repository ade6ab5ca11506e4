import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { emptyWorld, type WorldState } from './world.ts';

/**
 * Keeps the world in a JSON file, written a moment after each change and whole (a new file takes the place of the old one).
 * Without a path it keeps it in memory only.
 */
export class StateFile {
  readonly world: WorldState;
  readonly #path: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lastWriteMs = 0;

  constructor(path: string | undefined) {
    this.#path = path;
    this.world = path === undefined ? emptyWorld() : read(path);
  }

  /** Writing is put off a little, and longer the longer it takes, so that a large world does not slow the server. */
  changed(): void {
    if (this.#path === undefined || this.#timer) return;
    this.#timer = setTimeout(() => this.flush(), 20 + 10 * this.#lastWriteMs);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#path === undefined) return;
    const start = performance.now();
    mkdirSync(dirname(this.#path), { recursive: true });
    const draft = `${this.#path}.new`;
    writeFileSync(draft, JSON.stringify(this.world), { mode: 0o600 });
    renameSync(draft, this.#path);
    this.#lastWriteMs = performance.now() - start;
  }
}

function read(path: string): WorldState {
  try {
    return { ...emptyWorld(), ...(JSON.parse(readFileSync(path, 'utf8')) as WorldState) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return emptyWorld();
    throw error;
  }
}
