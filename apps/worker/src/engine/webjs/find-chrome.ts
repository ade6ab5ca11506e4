import { existsSync } from 'node:fs';
import { USUAL_BROWSERS } from '@wagw/shared/config/usual-browsers';

/** The installed Chromium or Chrome; where there is none, the place where it would be, for the error to name it. */
export function findChrome(): string {
  return USUAL_BROWSERS.find((place) => existsSync(place)) ?? USUAL_BROWSERS[0];
}
