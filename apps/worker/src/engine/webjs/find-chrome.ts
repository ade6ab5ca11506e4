import { existsSync } from 'node:fs';

/** Where the packages of the common systems put it; the shell without window first, which takes a third of the memory. */
const places = [
  '/usr/lib/chromium/chromium-headless-shell',
  '/usr/lib/chromium/chromium',
  '/usr/lib64/chromium-browser/chromium-browser',
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The installed Chromium or Chrome; where there is none, the place where it would be, for the error to name it. */
export function findChrome(): string {
  return places.find((place) => existsSync(place)) ?? '/usr/bin/chromium';
}
