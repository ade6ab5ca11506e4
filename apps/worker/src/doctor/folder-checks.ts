import { randomBytes } from 'node:crypto';
import { access, constants, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { diskSpace } from '@wagw/shared/health/disk-space';
import { bytes, type Finding, failed, messageOf, ok, warning } from './finding.ts';

const MB = 1e6;
const LITTLE_BYTES = 1_000 * MB;
const TOO_LITTLE_BYTES = 100 * MB;
const OTHERS_BITS = 0o077;

/** A folder that the gateway writes to. */
export interface Folder {
  /** The name of the checks. */
  readonly check: string;
  /** The variable that names it. */
  readonly option: string;
  readonly path: string;
  /** What somebody has who can read it. */
  readonly secret: string;
}

/** Whether it is there, writable, our own and has room. One that is not there yet is made by whoever needs it. */
export async function folderChecks(folder: Folder): Promise<Finding[]> {
  const path = resolve(folder.path);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => ({ error }));
  if ('error' in found) {
    return [await absentFinding(folder, path, found.error), await spaceFinding(folder, path)];
  }
  if (!found.isDirectory())
    return [failed(folder.check, `${path} is not a folder.`, `Name a folder in ${folder.option}.`)];
  return [
    await writableFinding(folder, path),
    modeFinding(folder, path, found),
    await spaceFinding(folder, path),
  ];
}

async function absentFinding(folder: Folder, path: string, error: NodeJS.ErrnoException): Promise<Finding> {
  const remedy = `Make the folder, for the user that runs the worker and for nobody else, or name another in ${folder.option}.`;
  if (error.code !== 'ENOENT')
    return failed(folder.check, `${path} cannot be used: ${error.message}.`, remedy);
  const above = await nearestExisting(path);
  const canMake = await access(above, constants.W_OK | constants.X_OK).then(
    () => stat(above).then((it) => it.isDirectory()),
    () => false,
  );
  return canMake
    ? ok(folder.check, `${path} is not there yet; it is made when it is needed.`)
    : failed(folder.check, `${path} is not there, and cannot be made in ${above}.`, remedy);
}

async function nearestExisting(path: string): Promise<string> {
  const above = dirname(path);
  const isThere = await stat(above).then(
    () => true,
    () => false,
  );
  return isThere || above === path ? above : nearestExisting(above);
}

/** Tried, because permissions do not tell of read-only file systems and full disks. */
async function writableFinding(folder: Folder, path: string): Promise<Finding> {
  const probe = join(path, `.doctor-${randomBytes(6).toString('hex')}`);
  try {
    await writeFile(probe, 'probe', { mode: 0o600, flag: 'wx' });
    return ok(folder.check, `${path} can be written to.`);
  } catch (error) {
    return failed(
      folder.check,
      `${path} cannot be written to: ${messageOf(error)}.`,
      `Give the folder to the user ${process.getuid?.() ?? ''} that this runs as, mount it writable, or make room on its disk.`,
    );
  } finally {
    await rm(probe, { force: true });
  }
}

function modeFinding(folder: Folder, path: string, { uid, mode }: { uid: number; mode: number }): Finding {
  const check = `${folder.check}.mode`;
  const self = process.getuid?.();
  const open = mode & OTHERS_BITS;
  const octal = (mode & 0o777).toString(8).padStart(4, '0');
  if (self !== undefined && uid !== self) {
    return warning(
      check,
      `${path} belongs to the user ${uid}, and this runs as ${self}.`,
      `Run the doctor as the user that runs the worker; if it does, give it the folder: chown -R ${self} ${path}`,
    );
  }
  return open === 0
    ? ok(check, `Nobody else can read it (${octal}).`)
    : warning(
        check,
        `Others of this machine can read ${path} (${octal}): ${folder.secret}.`,
        `chmod 700 ${path}`,
      );
}

async function spaceFinding(folder: Folder, path: string): Promise<Finding> {
  const check = `${folder.check}.space`;
  const space = await diskSpace(path);
  const remedy = 'Make room on this disk, or move the folder to a larger one.';
  if (space === undefined) return warning(check, `How much room ${path} has is unknown.`, remedy);
  const said = `${bytes(space.freeBytes)} of ${bytes(space.totalBytes)} are free.`;
  if (space.freeBytes < TOO_LITTLE_BYTES) return failed(check, said, remedy);
  return space.freeBytes < LITTLE_BYTES ? warning(check, said, remedy) : ok(check, said);
}
