import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { type Header, pack } from 'tar-stream';
import { Profile } from './profile.ts';
import { packFolder, unpackArchive } from './profile-archive.ts';
import { exportProfile, importProfile } from './profile-transfer.ts';

const silent = pino({ level: 'silent' });
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wagw-archive-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Files by path, `null` for a folder. */
type Tree = Record<string, string | null>;

async function plant(at: string, tree: Tree): Promise<void> {
  for (const [path, content] of Object.entries(tree)) {
    await mkdir(join(at, path, content === null ? '.' : '..'), { recursive: true });
    if (content !== null) await writeFile(join(at, path), content);
  }
}

async function treeOf(at: string): Promise<Tree> {
  const items = await readdir(at, { withFileTypes: true, recursive: true });
  const entries = items.map(async (item) => {
    const path = join(item.parentPath, item.name);
    return [path.slice(at.length + 1), item.isDirectory() ? null : await readFile(path, 'utf8')] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

function archiveOf(...entries: (Partial<Header> & { name: string; content?: string })[]): Readable {
  const archive = pack();
  for (const { content, ...header } of entries) archive.entry(header, content ?? '');
  archive.finalize();
  return Readable.from(archive as AsyncIterable<Buffer>);
}

describe('an archive', () => {
  it('gives back the folder that it was made of, readable for its owner only', async () => {
    const tree = { linked: '', Default: null, 'Default/empty': null, 'Default/Local Storage': null };
    await plant(join(folder, 'one'), { ...tree, 'Default/Local Storage/000003.log': 'x'.repeat(100_000) });
    await unpackArchive(packFolder(join(folder, 'one')), join(folder, 'two'));
    expect(await treeOf(join(folder, 'two'))).toEqual(await treeOf(join(folder, 'one')));
    const modes = ['two', 'two/linked', 'two/Default'].map(
      async (path) => (await stat(join(folder, path))).mode & 0o777,
    );
    expect(await Promise.all(modes)).toEqual([0o700, 0o600, 0o700]);
  });

  it('may be made of files that grow meanwhile', async () => {
    const path = join(folder, 'one', 'big');
    await plant(join(folder, 'one'), { big: 'x'.repeat(3_000_000) });
    const archive = packFolder(join(folder, 'one'));
    archive.once('readable', () => void appendFile(path, 'y'.repeat(1_000)));
    await unpackArchive(archive, join(folder, 'two'));
    expect((await readFile(join(folder, 'two', 'big'), 'utf8')).slice(0, 3_000_000)).toMatch(/^x+$/);
  });

  it.each<[string, Partial<Header> & { name: string; content?: string }]>([
    ['a name that leads outside', { name: '../outside', content: 'x' }],
    ['a name that leads outside from within', { name: 'a/../../outside', content: 'x' }],
    ['an absolute name', { name: '/outside', content: 'x' }],
    ['a link', { name: 'link', type: 'symlink', linkname: '/etc' }],
    ['a second name of a file', { name: 'link', type: 'link', linkname: '/etc/passwd' }],
    ['a device', { name: 'device', type: 'character-device' }],
  ])('with %s is refused', async (_what, entry) => {
    const target = join(folder, 'two');
    await expect(unpackArchive(archiveOf({ name: 'good', content: 'x' }, entry), target)).rejects.toThrow(
      'The archive holds',
    );
    expect(await readdir(folder)).toEqual(['two']);
  });

  it('with a name twice, too much, or too many is refused', async () => {
    const twice = archiveOf({ name: 'a', content: '1' }, { name: 'a', content: '2' });
    await expect(unpackArchive(twice, join(folder, 'twice'))).rejects.toMatchObject({ code: 'EEXIST' });
    const large = archiveOf({ name: 'a', content: 'x'.repeat(11) });
    await expect(unpackArchive(large, join(folder, 'large'), { bytes: 10, entries: 9 })).rejects.toThrow(
      'too large',
    );
    const many = archiveOf({ name: 'a' }, { name: 'b' }, { name: 'c' });
    await expect(unpackArchive(many, join(folder, 'many'), { bytes: 10, entries: 2 })).rejects.toThrow(
      'too large',
    );
  });

  it('that breaks off is refused', async () => {
    await plant(join(folder, 'one'), { big: 'x'.repeat(100_000) });
    const whole = await buffer(packFolder(join(folder, 'one')));
    const cut = Readable.from([whole.subarray(0, 50_000)]);
    await expect(unpackArchive(cut, join(folder, 'two'))).rejects.toThrow(/unexpected end/i);
  });
});

describe('a profile', () => {
  const login: Tree = {
    linked: '',
    Default: null,
    'Default/IndexedDB': null,
    'Default/IndexedDB/000003.log': 'keys',
    'Default/IndexedDB/000005.ldb': 'more keys',
  };

  it('is exported without caches and locks, and leaves no copy', async () => {
    const profile = new Profile(folder, 'one');
    await plant(profile.path, {
      ...login,
      'Default/IndexedDB/LOCK': '',
      'Default/Code Cache/js/index': 'cache',
      'Default/Service Worker/Database/000003.log': 'worker',
      SingletonLock: '',
    });
    const archive = await exportProfile(profile, silent);
    await importProfile(new Profile(folder, 'two'), archive ?? Readable.from([]));
    expect(await treeOf(join(folder, 'two'))).toEqual(login);
    expect(await readdir(folder)).toEqual(['one', 'two']);
  });

  it('to which nobody is linked has no login to export', async () => {
    const profile = new Profile(folder, 'one');
    await plant(profile.path, { 'Default/IndexedDB/000003.log': 'nothing' });
    expect(await exportProfile(profile, silent)).toBeUndefined();
  });

  it('is replaced by an import as a whole', async () => {
    const profile = new Profile(folder, 'one');
    await plant(profile.path, { ...login, 'Default/stale': 'stale' });
    await importProfile(profile, archiveOf({ name: 'linked' }, { name: 'Default/fresh', content: 'fresh' }));
    expect(await treeOf(profile.path)).toEqual({ linked: '', Default: null, 'Default/fresh': 'fresh' });
  });

  it('is left as it was by an import that fails', async () => {
    const profile = new Profile(folder, 'one');
    await plant(profile.path, login);
    const broken = Readable.from(
      (async function* () {
        yield* packFolder(profile.path);
        throw new Error('the last byte was altered');
      })(),
    );
    await expect(importProfile(profile, broken)).rejects.toThrow('the last byte was altered');
    await expect(importProfile(profile, archiveOf({ name: 'other' }))).rejects.toThrow('holds no login');
    expect(await treeOf(profile.path)).toEqual(login);
    expect(await readdir(folder)).toEqual(['one']);
  });

  it('that is wiped takes with it the copies that a crash left', async () => {
    const profile = new Profile(folder, 'one');
    await plant(profile.path, login);
    await profile.makeBeside('saving');
    await profile.makeBeside('replaced');
    await new Profile(folder, 'one2').makeBeside('saving');
    await profile.wipe();
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^\.one2\.saving-/)]);
  });
});
