import type { PageModules, Wid } from './page-modules.ts';

declare const window: {
  require?: <Name extends keyof PageModules>(name: Name) => PageModules[Name];
  Debug?: { VERSION?: string };
};

/**
 * Gives the page back what the library expects of it and newer builds of WhatsApp Web no longer have. Runs before
 * the page's own scripts, in every document, and changes nothing where nothing is missing:
 * - `window.Debug.VERSION`, without which the library gives up with `'auth timeout'`;
 * - `_serialized` of message keys, which minified builds call `$1` or not at all.
 *
 * Self-contained, for its source text is what runs in the page.
 */
export function installPageShim(): void {
  const giveUpAfterMs = 180_000;
  const started = Date.now();

  const timer = setInterval(() => {
    if ((repairVersion() && repairMessageKeys()) || Date.now() - started > giveUpAfterMs)
      clearInterval(timer);
  }, 50);

  function repairVersion(): boolean {
    if (window.Debug?.VERSION !== undefined) return true;
    const require = window.require;
    if (require === undefined || !canRequire('WAWebSocketModel') || !canRequire('WAWebCmd')) return false;
    window.Debug = Object.assign(window.Debug ?? {}, { VERSION: versionText(require) });
    return true;
  }

  /** The library compares the version with 2.3000.0 and does nothing else with it. */
  function versionText(require: NonNullable<typeof window.require>): string {
    try {
      const values = Object.values(require('WAWebUpdaterVersion'));
      const found = values.find((value) => typeof value === 'string' && /^2\.\d+\.\d+/.test(value));
      if (typeof found === 'string') return found;
    } catch {
      // This build has no such module.
    }
    return '2.3000.1';
  }

  function repairMessageKeys(): boolean {
    const require = window.require;
    if (require === undefined || !canRequire('WAWebMsgKey') || !canRequire('WAWebWidFactory')) return false;
    const MessageKey = require('WAWebMsgKey');
    const remote = require('WAWebWidFactory').createWid('0@c.us');
    if (new MessageKey({ fromMe: true, remote, id: 'SHIM' })._serialized !== undefined) return true;
    Object.defineProperty(MessageKey.prototype, '_serialized', {
      configurable: true,
      get(this: { $1?: unknown; fromMe: boolean; remote: Wid; id: string; participant?: Wid }) {
        if (typeof this.$1 === 'string') return this.$1;
        const participant = this.participant ? `_${this.participant}` : '';
        return `${this.fromMe}_${this.remote}_${this.id}${participant}`;
      },
    });
    return true;
  }

  function canRequire(name: keyof PageModules): boolean {
    try {
      return window.require?.(name) !== undefined;
    } catch {
      return false;
    }
  }
}
