import type { Profile } from './profile.ts';

/** The profile in the hands of one life: from before its browser starts until no process of it is left. */
export class HeldProfile {
  readonly #profile: Profile;
  readonly #claim: () => Promise<() => void>;
  #giveBack: (() => void) | undefined;
  #isOver = false;
  #isWiped = false;

  /** @param claim waits until no other engine of this process uses the profile; the result gives it back */
  constructor(profile: Profile, claim: () => Promise<() => void>) {
    this.#profile = profile;
    this.#claim = claim;
  }

  get path(): string {
    return this.#profile.path;
  }

  /**
   * Ends whoever uses the profile.
   * @returns whether it holds a login; undefined when the life has ended while it waited for its turn
   * @throws ProfileInUseError when another user stays
   */
  async take(): Promise<boolean | undefined> {
    const giveBack = await this.#claim();
    if (this.#isOver) {
      giveBack();
      return undefined;
    }
    this.#giveBack = giveBack;
    await this.#profile.open();
    return await this.#profile.isLinked();
  }

  async markLinked(): Promise<void> {
    await this.#profile.markLinked();
  }

  /** Ends what is left of the browser and, after a logout, wipes the login. */
  async clear(isLoggedOut: boolean): Promise<void> {
    if (this.#giveBack === undefined) return;
    await this.#profile.release();
    if (!isLoggedOut) return;
    await this.#profile.wipe();
    this.#isWiped = true;
  }

  /** The life is over: others may use the profile. */
  giveBack(): void {
    this.#isOver = true;
    this.#giveBack?.();
  }

  /** For a logout of a life that had ended for another reason before, or had never begun. */
  async wipeAfterwards(): Promise<void> {
    if (this.#isWiped) return;
    const giveBack = await this.#claim();
    try {
      await this.#profile.wipe();
    } finally {
      giveBack();
    }
  }
}
