import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HeldProfile } from './held-profile.ts';
import { Profile } from './profile.ts';

describe('the profile of a life', () => {
  let folder: string;
  /** Who has claimed the profile and not given it back. */
  let holders: number;
  let itsTurn: Promise<void>;
  let held: HeldProfile;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wagw-held-'));
    holders = 0;
    itsTurn = Promise.resolve();
    held = new HeldProfile(new Profile(folder, 'one'), async () => {
      await itsTurn;
      holders += 1;
      return () => {
        holders -= 1;
      };
    });
  });

  afterEach(async () => await rm(folder, { recursive: true, force: true }));

  const isThere = () =>
    access(join(folder, 'one')).then(
      () => true,
      () => false,
    );

  it('is held from its opening until it is given back', async () => {
    expect(await held.take()).toBe(false);
    expect([holders, await isThere()]).toEqual([1, true]);
    await held.clear(false);
    held.giveBack();
    expect([holders, await isThere()]).toEqual([0, true]);
  });

  it('is given back at once when its turn comes after the life has ended', async () => {
    let come: () => void = () => undefined;
    itsTurn = new Promise((resolve) => {
      come = resolve;
    });
    const taken = held.take();
    held.giveBack();
    come();
    expect(await taken).toBeUndefined();
    expect([holders, await isThere()]).toEqual([0, false]);
  });

  it('is wiped once by a logout, also by one that comes afterwards', async () => {
    await held.take();
    await held.clear(true);
    held.giveBack();
    expect(await isThere()).toBe(false);
    itsTurn = Promise.reject(new Error('asked for a second time'));
    itsTurn.catch(() => undefined);
    await held.wipeAfterwards();
  });

  it('is wiped by a logout after another end', async () => {
    await held.take();
    await held.clear(false);
    held.giveBack();
    await held.wipeAfterwards();
    expect([holders, await isThere()]).toEqual([0, false]);
  });
});
