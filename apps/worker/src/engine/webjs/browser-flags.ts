import type { Protocol } from 'puppeteer';

/** Hosts that WhatsApp Web talks to. Nothing else is resolved, so that a page gone astray reaches nobody. */
const whatsappHosts = ['*.whatsapp.com', '*.whatsapp.net', '*.facebook.com', '*.fbcdn.net'];

/**
 * One process for browser, network and graphics, one renderer: a session shows one page of one site to nobody.
 * Measured with Chromium 156 on a small page (proportional set size of four browsers, each): the shell 102 MB without
 * these flags, 81 MB with them, 72 MB without zygotes, too; the whole browser 240 MB.
 */
const small = [
  '--in-process-gpu',
  '--enable-features=NetworkServiceInProcess2',
  '--disable-gpu',
  '--disable-software-rasterizer',
  '--disable-site-isolation-trials',
  '--disable-features=IsolateOrigins,site-per-process,SpareRendererForSitePerProcess',
  '--renderer-process-limit=1',
  '--disable-notifications',
  '--disable-component-update',
  '--no-pings',
];

/**
 * Chromium writes what a page puts into localStorage to the disk after five seconds, and from then on once a minute: a
 * login that was scanned fifteen seconds after the page had come up was there 45 seconds later (measured with 156). With
 * this it is there after one second, always, so that a kill does not cost it.
 */
const durable = ['--enable-aggressive-domstorage-flushing'];

export interface FlagOptions {
  /** Of the operator; a flag given here wins over ours. */
  readonly extraArgs: readonly string[];
  readonly asRoot: boolean;
}

export function browserFlags({ extraArgs, asRoot }: FlagOptions): string[] {
  return [
    ...small,
    ...durable,
    // Zygotes are the sandbox's.
    ...(asRoot ? ['--no-sandbox', '--no-zygote'] : []),
    ...(resolvesHostsItself(extraArgs) ? [] : [`--host-resolver-rules=${allowList()}`]),
    ...extraArgs,
  ];
}

/** Chromium refuses to start its sandbox as root. */
export function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

/** How a browser presents itself to the sites that it opens. */
export interface BrowserIdentity {
  readonly userAgent: string;
  /** The newer form of the same, which scripts read as `navigator.userAgentData`. */
  readonly userAgentMetadata: Protocol.Emulation.UserAgentMetadata;
}

/**
 * The browser says of itself what a Chrome with a window says: WhatsApp Web turns headless and old browsers away.
 * Chrome fills all but the first number of its version with zeros.
 * @param version as `--version` prints it, for example `Chromium 156.0.8078.79 built on Debian`
 */
export function identityOf(version: string): BrowserIdentity {
  const full = /\d+(\.\d+)+/.exec(version)?.[0] ?? '140.0.0.0';
  const major = full.split('.')[0] ?? '';
  return {
    userAgent: `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36`,
    userAgentMetadata: {
      brands: [
        { brand: 'Chromium', version: major },
        { brand: 'Google Chrome', version: major },
        { brand: 'Not=A?Brand', version: '24' },
      ],
      fullVersion: full,
      platform: 'Linux',
      platformVersion: '',
      architecture: 'x86',
      bitness: '64',
      model: '',
      mobile: false,
    },
  };
}

/** With a proxy the proxy resolves, and its own name must stay resolvable. */
function resolvesHostsItself(args: readonly string[]): boolean {
  return args.some((arg) => /^--(host-resolver-rules|host-rules|proxy-server|proxy-pac-url)=/.test(arg));
}

function allowList(): string {
  return ['MAP * ~NOTFOUND', ...whatsappHosts.map((host) => `EXCLUDE ${host}`)].join(', ');
}
