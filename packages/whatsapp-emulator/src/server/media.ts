import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface StoredMedia {
  /** Where the page fetches it: `/v/` and a hash. */
  directPath: string;
  /** base64 of the SHA-256 of the bytes. */
  filehash: string;
  size: number;
}

/** The bytes of media messages, as they are: the emulator encrypts nothing. In memory, or in a folder. */
export class Media {
  readonly #folder: string | undefined;
  readonly #files = new Map<string, Buffer>();

  constructor(folder: string | undefined) {
    this.#folder = folder;
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
  }

  put(bytes: Buffer): StoredMedia {
    const hash = createHash('sha256').update(bytes).digest();
    const name = hash.toString('hex');
    if (this.#folder === undefined) this.#files.set(name, bytes);
    else writeFileSync(join(this.#folder, name), bytes);
    return { directPath: `/v/${name}`, filehash: hash.toString('base64'), size: bytes.length };
  }

  get(directPath: string): Buffer | undefined {
    const name = /^\/v\/([0-9a-f]{64})$/.exec(directPath)?.[1];
    if (name === undefined) return undefined;
    if (this.#folder === undefined) return this.#files.get(name);
    const path = join(this.#folder, name);
    return existsSync(path) ? readFileSync(path) : undefined;
  }
}
