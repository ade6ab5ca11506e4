import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { Profile } from './profile.ts';
import { ArchiveError, packFolder, unpackArchive } from './profile-archive.ts';
import { snapshotProfile } from './profile-snapshot.ts';

/**
 * The login of a session as an archive, whether its browser runs or not; undefined when nobody has logged in. The copy that it
 * is read from goes when the archive is closed.
 */
export async function exportProfile(profile: Profile, logger: Logger): Promise<Readable | undefined> {
  if (!(await profile.isLinked())) return undefined;
  const { folder, stillMs, remove } = await snapshotProfile(profile);
  logger.debug({ stillMs: Math.round(stillMs) }, 'profile copied');
  const archive = packFolder(folder);
  archive.once('close', () => {
    remove().catch((error: unknown) => logger.warn({ err: error }, 'a copy of the profile was left behind'));
  });
  return archive;
}

/**
 * Replaces the profile by what an archive holds, when the archive is whole. Nobody may use the profile meanwhile.
 * @throws ArchiveError and whatever the archive's stream fails with; the profile is then as it was
 */
export async function importProfile(profile: Profile, archive: Readable): Promise<void> {
  await profile.clearBeside();
  const workspace = await profile.makeBeside('restoring');
  try {
    const folder = join(workspace, 'profile');
    await unpackArchive(archive, folder);
    if (!(await new Profile(workspace, 'profile').isLinked())) {
      throw new ArchiveError('The archive holds no login');
    }
    await profile.release();
    await profile.replaceWith(folder);
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}
