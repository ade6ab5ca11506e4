import { access, chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { groupsWithArgument, killGroup } from './process-group.ts';
import { syncFolder } from './profile-archive.ts';

/** How long a killed process may take to disappear, in milliseconds. */
const KILL_MS = 5_000;

/** Chromium's locks. The first is a link to `host-pid` of the browser that uses the profile. */
const locks = ['SingletonLock', 'SingletonCookie', 'SingletonSocket'];

/** A process that cannot be ended uses the profile. */
export class ProfileInUseError extends Error {
  override readonly name = 'ProfileInUseError';
}

/**
 * The folder in which the browser keeps the login of one session.
 *
 * Whoever opens it owns the session: the session's ownership fence, not a file, keeps two workers apart. Therefore
 * everything that is found here is a left-over. A browser of this host that still uses the folder is ended with its
 * process group, and locks are removed whatever host they name, since a container that was made again has another
 * name and the same volume. Chromium's own lock would not suffice: `chromium-headless-shell` takes none, and two
 * of them write into one profile without a word.
 */
export class Profile {
  readonly path: string;
  /** Marks that somebody has logged in with this profile. */
  readonly #linkedMark: string;

  constructor(profilesPath: string, sessionId: string) {
    if (!/^[\w-]{1,128}$/.test(sessionId)) throw new Error(`Not a session id: ${sessionId}`);
    this.path = resolve(profilesPath, sessionId);
    this.#linkedMark = join(this.path, 'linked');
  }

  /** Makes the folder if need be, readable for its owner only, and ends whoever uses it. */
  async open(): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    await chmod(this.path, 0o700);
    await this.release();
    for (const lock of locks) await rm(join(this.path, lock), { force: true });
  }

  /** Process groups of this host whose browser uses the folder. */
  async users(): Promise<number[]> {
    return await groupsWithArgument(`--user-data-dir=${this.path}`);
  }

  /** Ends every browser of this host that uses the folder. @throws ProfileInUseError when one survives */
  async release(): Promise<void> {
    for (const group of await this.users()) {
      if (!(await killGroup(group, KILL_MS))) {
        throw new ProfileInUseError(`Process group ${group} uses the profile and cannot be ended`);
      }
    }
  }

  async markLinked(): Promise<void> {
    await writeFile(this.#linkedMark, '');
  }

  async isLinked(): Promise<boolean> {
    return await access(this.#linkedMark).then(
      () => true,
      () => false,
    );
  }

  /**
   * Removes the folder, and copies of it that were left beside it. The browser must be gone: what it deletes under a live
   * one, the next login would lose.
   */
  async wipe(): Promise<void> {
    await this.release();
    await remove(this.path);
    await this.clearBeside();
  }

  /** A new empty folder beside this one, on the same file system. A crash may leave it behind. */
  async makeBeside(purpose: 'saving' | 'restoring' | 'replaced'): Promise<string> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    return await mkdtemp(`${this.#beside}${purpose}-`);
  }

  /** Removes what crashes left beside the folder. */
  async clearBeside(): Promise<void> {
    const parent = dirname(this.path);
    const names = await readdir(parent).catch(() => []);
    const left = names.filter((name) => name.startsWith(basename(this.#beside)));
    for (const name of left) await remove(join(parent, name));
  }

  /**
   * Puts another folder, made beside this one, in its place. A crash in between leaves either one or none, never half of
   * one. The browser must be gone.
   */
  async replaceWith(folder: string): Promise<void> {
    const replaced = join(await this.makeBeside('replaced'), 'profile');
    await rename(this.path, replaced).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(folder, this.path);
    await syncFolder(dirname(this.path));
    await this.clearBeside();
  }

  /** No session's folder begins with a dot. */
  get #beside(): string {
    return join(dirname(this.path), `.${basename(this.path)}.`);
  }
}

async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
