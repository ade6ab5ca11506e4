import { extname } from 'node:path';

/**
 * Which parts of a profile belong to the login. WhatsApp Web keeps keys and messages in IndexedDB and a mark in Local
 * Storage (whatsapp-web.js's own remote backup keeps nothing else). What the browser makes anew by itself is left
 * out by name; the rest stays, since a part too many costs bytes and a part too few costs the login.
 */

const remade = new Set([
  // Caches of what the network or a compiler gives again.
  'Cache',
  'Code Cache',
  'Media Cache',
  'Shared Dictionary',
  'GPUCache',
  'DawnCache',
  'DawnGraphiteCache',
  'DawnWebGPUCache',
  'GrShaderCache',
  'GraphiteDawnCache',
  'ShaderCache',
  'component_crx_cache',
  'extensions_crx_cache',
  'optimization_guide_model_store',
  // The page registers its worker again. Leaving out only the scripts of one that is registered would be worse.
  'Service Worker',
  // Of tabs and processes that are gone.
  'Session Storage',
  'Sessions',
  'blob_storage',
  'Crashpad',
  'Crash Reports',
  'BrowserMetrics',
  'Safe Browsing',
  // Locks and logs of LevelDB, locks and ports of the browser.
  'LOCK',
  'LOG',
  'LOG.old',
  'SingletonLock',
  'SingletonCookie',
  'SingletonSocket',
  'DevToolsActivePort',
  'chrome_debug.log',
]);

/** @param name of a file or folder anywhere in a profile */
export function belongsToLogin(name: string): boolean {
  return !remade.has(name);
}

/**
 * Whether a file, once it is written, is never changed but only removed, so that a second name for it is as good as
 * a copy: LevelDB's tables, and the blobs beside IndexedDB.
 * @param path within the profile
 */
export function isWrittenOnce(path: string): boolean {
  return extname(path) === '.ldb' || path.includes('.indexeddb.blob/');
}
