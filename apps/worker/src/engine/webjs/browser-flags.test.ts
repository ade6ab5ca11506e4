import { describe, expect, it } from '@jest/globals';
import { browserFlags, identityOf } from './browser-flags.ts';

describe('the flags of the browser', () => {
  it('turn the sandbox off for root only', () => {
    expect(browserFlags({ extraArgs: [], asRoot: false })).not.toContain('--no-sandbox');
    expect(browserFlags({ extraArgs: [], asRoot: true })).toContain('--no-sandbox');
  });

  it('leave names to the operator who maps hosts or uses a proxy', () => {
    const rules = (extraArgs: string[]) =>
      browserFlags({ extraArgs, asRoot: false }).filter((flag) => flag.startsWith('--host-resolver-rules='));
    expect(rules([])).toEqual([expect.stringContaining('MAP * ~NOTFOUND, EXCLUDE *.whatsapp.com')]);
    expect(rules(['--host-resolver-rules=MAP a b'])).toEqual(['--host-resolver-rules=MAP a b']);
    expect(rules(['--proxy-server=http://proxy:3128'])).toEqual([]);
  });
});

describe('the user agent', () => {
  it('is that of a Chrome with a window, of the version that really runs', () => {
    expect(identityOf('Chromium 156.0.8078.79 built on Debian GNU/Linux 12').userAgent).toBe(
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    );
  });
});
