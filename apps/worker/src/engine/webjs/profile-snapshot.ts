import { constants } from 'node:fs';
import { copyFile, link, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { resumeGroup, stopGroup } from './process-group.ts';
import type { Profile } from './profile.ts';
import { belongsToLogin, isWrittenOnce } from './profile-parts.ts';

/**
 * The longest that a browser may stand still, in milliseconds: the deadline of a heartbeat is four times as long, and
 * WhatsApp's servers do not notice.
 */
const STILL_MS = 5_000;

/** The profile could not be copied as it was at one moment. */
class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
}

export interface Snapshot {
  readonly folder: string;
  /** How long the browser stood still, in milliseconds; 0 when none was running. */
  readonly stillMs: number;
  remove(): Promise<void>;
}

/**
 * Copies what the login needs, as it is at one moment, into a folder beside the profile. A running browser stands still for
 * that moment, so its databases are as after a power cut, which LevelDB and SQLite are made for.
 * @throws SnapshotError when a browser came or went meanwhile, or when copying took too long
 */
export async function snapshotProfile(profile: Profile, longestMs = STILL_MS): Promise<Snapshot> {
  const folder = await profile.makeBeside('saving');
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const users = await profile.users();
    const stillMs = await whileStill(users, longestMs, (signal) =>
      copyLogin(profile.path, folder, '', signal),
    );
    if ((await profile.users()).join() !== users.join()) {
      throw new SnapshotError('A browser came or went while the profile was copied');
    }
    return { folder, stillMs, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * Does something while process groups stand still. They go on in any case, whether it is done or not.
 * @returns for how many milliseconds they stood still
 */
async function whileStill(
  groups: readonly number[],
  longestMs: number,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<number> {
  const deadline = new AbortController();
  const resume = () => {
    for (const group of groups) resumeGroup(group);
  };
  const timer = setTimeout(() => {
    deadline.abort(new SnapshotError(`Copying the profile took longer than ${longestMs} ms`));
    resume();
  }, longestMs);
  const started = performance.now();
  try {
    for (const group of groups) await stopGroup(group, deadline.signal);
    await work(deadline.signal);
    // What was copied after they went on is of another moment.
    deadline.signal.throwIfAborted();
    return groups.length === 0 ? 0 : performance.now() - started;
  } finally {
    clearTimeout(timer);
    resume();
  }
}

async function copyLogin(from: string, to: string, within: string, signal: AbortSignal): Promise<void> {
  for (const item of await readdir(join(from, within), { withFileTypes: true })) {
    signal.throwIfAborted();
    if (!belongsToLogin(item.name)) continue;
    const path = join(within, item.name);
    if (item.isDirectory()) {
      await mkdir(join(to, path), { mode: 0o700 });
      await copyLogin(from, to, path, signal);
    } else if (item.isFile()) {
      await copyOrLink(join(from, path), join(to, path), isWrittenOnce(path));
    }
  }
}

async function copyOrLink(source: string, target: string, mayLink: boolean): Promise<void> {
  // Not every file system has links.
  const isLinked =
    mayLink &&
    (await link(source, target)
      .then(() => true)
      .catch(() => false));
  if (!isLinked) await copyFile(source, target, constants.COPYFILE_FICLONE);
}
