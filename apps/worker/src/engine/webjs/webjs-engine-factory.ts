import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import type { Engine, EngineFactory, EngineListener } from '../engine.ts';
import { type BrowserProgram, findBrowser } from './browser.ts';
import { browserFlags, runsAsRoot } from './browser-flags.ts';
import { withDeadline } from './deadlines.ts';
import { Profile, ProfileInUseError } from './profile.ts';
import { exportProfile, importProfile } from './profile-transfer.ts';
import { defaultTimings, type WebjsTimings } from './timings.ts';
import { WebjsEngine } from './webjs-engine.ts';

export interface WebjsEngineFactoryOptions {
  /** Chromium, or `chromium-headless-shell`, which takes less memory. */
  readonly executablePath: string;
  /** Further flags for Chromium, one each. */
  readonly extraArgs: readonly string[];
  /** Folder with one profile for each session. */
  readonly profilesPath: string;
  /** What the phone shows in its list of linked devices. */
  readonly deviceName?: string;
  readonly logger: Logger;
  readonly timings?: Partial<WebjsTimings>;
}

/**
 * Engines that drive WhatsApp Web in Chromium. Whoever asks for one must own the session: what is found in its
 * profile's folder is taken for the left-over of an owner that is gone, and is ended.
 */
export function createWebjsEngineFactory(options: WebjsEngineFactoryOptions): EngineFactory {
  const { executablePath, extraArgs, profilesPath, deviceName, logger } = options;
  const timings = { ...defaultTimings, ...options.timings };
  const asRoot = runsAsRoot();
  if (asRoot) logger.warn('running as root: Chromium runs without its sandbox; use an account of its own');
  const flags = browserFlags({ extraArgs, asRoot });

  let program: Promise<BrowserProgram> | undefined;
  const findProgram = async () => {
    program ??= findBrowser(executablePath);
    // A browser that is not there now may be installed later.
    return await program.catch((error) => {
      program = undefined;
      throw error;
    });
  };

  const claims = new ProfileClaims();
  const claim = (sessionId: string) => claims.claim(sessionId, timings.closeMs * 2);

  return {
    create(sessionId: string, listener: EngineListener): Engine {
      return new WebjsEngine({
        profile: new Profile(profilesPath, sessionId),
        claimProfile: () => claim(sessionId),
        findProgram,
        flags,
        deviceName,
        timings,
        listener,
        logger: logger.child({ session: sessionId }),
      });
    },

    async wipe(sessionId: string): Promise<void> {
      const giveBack = await claim(sessionId);
      try {
        await new Profile(profilesPath, sessionId).wipe();
      } finally {
        giveBack();
      }
    },

    async hasLogin(sessionId: string): Promise<boolean> {
      return await new Profile(profilesPath, sessionId).isLinked();
    },

    async exportLogin(sessionId: string): Promise<Readable | undefined> {
      return await exportProfile(new Profile(profilesPath, sessionId), logger.child({ session: sessionId }));
    },

    async importLogin(sessionId: string, archive: Readable): Promise<void> {
      const giveBack = await claim(sessionId);
      try {
        await importProfile(new Profile(profilesPath, sessionId), archive);
      } finally {
        giveBack();
      }
    },
  };
}

/** Who uses which profile within this process; one at a time. */
class ProfileClaims {
  readonly #held = new Map<string, Promise<void>>();

  /** Waits up to `ms` for the one before. @throws ProfileInUseError */
  async claim(sessionId: string, ms: number): Promise<() => void> {
    const end = performance.now() + ms;
    for (let holder = this.#held.get(sessionId); holder; holder = this.#held.get(sessionId)) {
      await withDeadline('waiting for the profile', Math.max(0, end - performance.now()), holder).catch(
        () => {
          throw new ProfileInUseError(`Another engine of this process runs session ${sessionId}`);
        },
      );
    }
    let giveBack: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      giveBack = () => {
        this.#held.delete(sessionId);
        resolve();
      };
    });
    this.#held.set(sessionId, held);
    return giveBack;
  }
}
