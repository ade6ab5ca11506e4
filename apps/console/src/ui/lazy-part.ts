import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

const PAUSE_MS = 2_000;
const MAX_ATTEMPTS = 3;
const RELOADED_AT_KEY = 'wagw.reloadedAt';
const RELOAD_AGAIN_AFTER_MS = 60_000;

const failedStyles = new Set<HTMLLinkElement>();

/** A component that is loaded when it is first shown, as {@link loadPart} does it. */
export function lazyPart<P>(
  load: () => Promise<{ default: ComponentType<P> }>,
): LazyExoticComponent<ComponentType<P>> {
  return lazy(() => loadPart(load));
}

/**
 * Loads a part of the page, and waits for a server that is away. When the server is there and has no such part, it has a newer version of
 * the page, whose files have other names: that one is shown then.
 *
 * @throws what the last attempt has thrown, when the page was loaded anew a moment ago already
 */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  document.addEventListener('error', noteFailedStyle, true);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await reloadFailedStyles();
      return await load();
    } catch (error) {
      await untilReachable();
      if (attempt < MAX_ATTEMPTS) continue;
      if (!mayReload()) throw error;
      location.reload();
      return new Promise(() => undefined);
    }
  }
}

function noteFailedStyle({ target }: Event): void {
  if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') failedStyles.add(target);
}

/** Vite adds the stylesheet of a part once, whether or not it comes. */
async function reloadFailedStyles(): Promise<void> {
  await Promise.all(
    [...failedStyles].map(async (failed) => {
      failedStyles.delete(failed);
      const link = failed.cloneNode() as HTMLLinkElement;
      const loaded = new Promise((resolve, reject) => {
        link.onload = resolve;
        link.onerror = () => reject(new Error(`${link.href} did not come.`));
      });
      failed.replaceWith(link);
      await loaded;
    }),
  );
}

async function untilReachable(): Promise<void> {
  while (!(await isReachable())) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}

async function isReachable(): Promise<boolean> {
  try {
    return (await fetch(import.meta.env.BASE_URL, { method: 'HEAD', cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

/** Once in a while, so that a part that is really missing does not make the page load for ever. */
function mayReload(): boolean {
  try {
    const last = Number(sessionStorage.getItem(RELOADED_AT_KEY));
    if (Date.now() - last < RELOAD_AGAIN_AFTER_MS) return false;
    sessionStorage.setItem(RELOADED_AT_KEY, String(Date.now()));
    return true;
  } catch {
    // Browsers may keep an embedded page from its storage.
    return false;
  }
}
