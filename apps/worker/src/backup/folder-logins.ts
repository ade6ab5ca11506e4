import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@wagw/shared/observability/logger';
import { Profile } from '../engine/webjs/profile.ts';
import { belongsToLogin } from '../engine/webjs/profile-parts.ts';
import { exportProfile } from '../engine/webjs/profile-transfer.ts';

/** The logins in a folder of profiles, whose browsers may run here, elsewhere, or not at all. */

const TRIES = 20;
const AGAIN_MS = 250;

/** The sessions that are linked there. */
export async function linkedSessions(sessionsPath: string): Promise<string[]> {
  const names = await readdir(sessionsPath).catch(() => []);
  const sessions = names.filter((name) => /^[\w-]{1,64}$/.test(name));
  const linked = await Promise.all(sessions.map((id) => new Profile(sessionsPath, id).isLinked()));
  return sessions.filter((_, at) => linked[at]).sort();
}

/**
 * A login as it is at one moment. A browser of this host stands still meanwhile; of one elsewhere the files must not change while
 * they are copied, which is tried again and again.
 * @throws Error when they never rest
 */
export async function packLogin(sessionsPath: string, sessionId: string, logger: Logger): Promise<Readable> {
  const profile = new Profile(sessionsPath, sessionId);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const isHere = (await profile.users()).length > 0;
    const before = isHere ? '' : await imprint(profile.path);
    const archive = await exportProfile(profile, logger);
    if (archive === undefined) throw new Error(`The session ${sessionId} has been logged out`);
    if (isHere || (await imprint(profile.path)) === before) return archive;
    archive.destroy();
    await sleep(AGAIN_MS);
  }
  throw new Error(
    `The profile of the session ${sessionId} is being written all the time, by a browser elsewhere`,
  );
}

/** The same as long as nothing of the login has changed. */
async function imprint(folder: string): Promise<string> {
  const lines: string[] = [];
  for (const item of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!item.isFile()) continue;
    const path = join(item.parentPath, item.name);
    if (!path.slice(folder.length).split('/').every(belongsToLogin)) continue;
    const { size, mtimeMs } = await stat(path).catch(() => ({ size: -1, mtimeMs: 0 }));
    lines.push(`${path} ${size} ${mtimeMs}`);
  }
  return lines.sort().join('\n');
}
