import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import { createDirectoryStore } from '@wagw/shared/blobs/directory-store';
import type { EngineFactory } from '../../engine/engine.ts';

/** The logins of a host, each a word instead of a profile. */
export class ScriptedHost
  implements Pick<EngineFactory, 'hasLogin' | 'exportLogin' | 'importLogin' | 'wipe'>
{
  readonly name: string;
  readonly logins = new Map<string, string>();

  constructor(name: string, logins: Record<string, string> = {}) {
    this.name = name;
    for (const [sessionId, login] of Object.entries(logins)) this.logins.set(sessionId, login);
  }

  async hasLogin(sessionId: string): Promise<boolean> {
    return this.logins.has(sessionId);
  }

  async exportLogin(sessionId: string): Promise<Readable | undefined> {
    const login = this.logins.get(sessionId);
    return login === undefined ? undefined : Readable.from([Buffer.from(login)]);
  }

  async importLogin(sessionId: string, archive: Readable): Promise<void> {
    this.logins.set(sessionId, await text(archive));
  }

  async wipe(sessionId: string): Promise<void> {
    this.logins.delete(sessionId);
  }
}

/** A store in a folder, of which each call can be made to fail. */
export async function createBreakableStore() {
  const path = await mkdtemp(join(tmpdir(), 'wagw-logins-'));
  const store: { -readonly [Call in keyof BlobStore]: BlobStore[Call] } = createDirectoryStore(path);
  return {
    store,
    fileOf: (key: string) => join(path, key),
    close: () => rm(path, { recursive: true, force: true }),
  };
}
