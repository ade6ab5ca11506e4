import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The programs that the gateway needs and that npm does not bring. */
export interface SystemParts {
  readonly redisServer: string;
  readonly chrome: string;
}

/** Something is missing that cannot be installed here; the message says what to do. */
export class MissingPartsError extends Error {
  override readonly name = 'MissingPartsError';
}

const REDIS_PROGRAMS = ['redis-server', 'valkey-server'];
const APT_PACKAGES = {
  redis: 'redis-server',
  chrome: 'chromium-headless-shell',
  s3: 'python3-swift',
  ffmpeg: 'ffmpeg',
  prometheus: 'prometheus',
} as const;

export interface Wanted {
  /** The operator's own choice of Chromium, if any. */
  readonly chrome: string | undefined;
  /** Where Chromium usually is, the best first. */
  readonly usualBrowsers: readonly string[];
}

/**
 * Finds Redis and Chromium, and installs what is missing: with apt-get, on Debian and its kin, as root.
 * @throws MissingPartsError
 */
export function ensureSystemParts(wanted: Wanted, say: (line: string) => void): SystemParts {
  const missing = [
    ...(findRedis() === undefined ? [APT_PACKAGES.redis] : []),
    ...(findChrome(wanted) === undefined ? [APT_PACKAGES.chrome] : []),
  ];
  if (missing.length > 0) install(missing, say);
  const redisServer = findRedis();
  const chrome = findChrome(wanted);
  if (redisServer === undefined || chrome === undefined) throw new MissingPartsError(instructions(missing));
  return { redisServer, chrome };
}

/** The Python that Debian's packages belong to. */
export const SYSTEM_PYTHON = '/usr/bin/python3';

/** Whether OpenStack Swift is there, the S3 server of the tests. */
export function hasSwift(): boolean {
  return spawnSync(SYSTEM_PYTHON, ['-c', 'import swift, eventlet'], { stdio: 'ignore' }).status === 0;
}

/** Whether ffmpeg is there, which makes voice messages of recordings. */
export function hasFfmpeg(): boolean {
  return onPath('ffmpeg') !== undefined;
}

/** Whether Prometheus and its promtool are there, which read the metrics and the alerts in tests. */
export function hasPrometheus(): boolean {
  return onPath('prometheus') !== undefined && onPath('promtool') !== undefined;
}

/** Installs what only tests use, where that can be done; elsewhere those tests are left out. */
export function installTestParts(say: (line: string) => void): void {
  const missing = [
    ...(hasSwift() ? [] : [APT_PACKAGES.s3]),
    ...(hasFfmpeg() ? [] : [APT_PACKAGES.ffmpeg]),
    ...(hasPrometheus() ? [] : [APT_PACKAGES.prometheus]),
  ];
  if (missing.length === 0) return;
  if (canInstall()) install(missing, say);
  else say(`Without ${missing.join(' and ')} (as Debian calls them) the tests that need them are left out.`);
}

/** The path of an installed Redis or Valkey. */
export function findRedis(): string | undefined {
  return REDIS_PROGRAMS.map(onPath).find((path) => path !== undefined);
}

function findChrome({ chrome, usualBrowsers }: Wanted): string | undefined {
  if (chrome !== undefined) return existsSync(chrome) ? chrome : onPath(chrome);
  return usualBrowsers.find((path) => existsSync(path));
}

function onPath(program: string): string | undefined {
  // biome-ignore lint/style/noProcessEnv: the search path is a matter of the machine, not of configuration
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && isDebianLike() && onPath('apt-get') !== undefined;
}

function install(packages: string[], say: (line: string) => void): void {
  if (!canInstall()) throw new MissingPartsError(instructions(packages));
  say(`Installing ${packages.join(' and ')} with apt-get …`);
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
  ]) {
    const { status, stderr } = spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      // biome-ignore lint/style/noProcessEnv: apt-get needs the environment it was given
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status !== 0)
      throw new MissingPartsError(`apt-get ${args[0]} failed:\n${stderr}\n${instructions(packages)}`);
  }
}

function isDebianLike(): boolean {
  try {
    return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

function instructions(packages: string[]): string {
  const lines = ['These programs are missing:'];
  if (packages.includes(APT_PACKAGES.redis)) {
    lines.push(
      '- Redis 7 or Valkey: `redis-server` or `valkey-server` must be on the PATH.',
      '  Debian, Ubuntu: sudo apt-get install redis-server. Fedora: sudo dnf install valkey. macOS: brew install redis.',
    );
  }
  if (packages.includes(APT_PACKAGES.chrome)) {
    lines.push(
      '- Chromium or Chrome.',
      '  Debian: sudo apt-get install chromium-headless-shell. Fedora: sudo dnf install chromium-headless.',
      "  Ubuntu: Google's .deb of google-chrome-stable (the snap of Chromium cannot be driven). macOS: brew install --cask google-chrome.",
      '  A program elsewhere is named by CHROME_EXECUTABLE_PATH.',
    );
  }
  return lines.join('\n');
}
