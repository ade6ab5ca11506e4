import { ensureSystemParts, installTestParts, MissingPartsError } from '@wagw/local-machine/system-parts';
import { USUAL_BROWSERS } from '@wagw/shared/config/usual-browsers';
import { say } from './terminal.ts';

/** Puts Redis, Chromium and what only tests use in place before the tests, or says what to install. */
try {
  // biome-ignore lint/style/noProcessEnv: this is the main of the process
  ensureSystemParts({ chrome: process.env.CHROME_EXECUTABLE_PATH, usualBrowsers: USUAL_BROWSERS }, say);
  installTestParts(say);
} catch (error) {
  if (!(error instanceof MissingPartsError)) throw error;
  say(error.message);
  process.exit(1);
}
