import { ensureSystemParts, MissingPartsError } from './system-parts.ts';
import { say } from './terminal.ts';

/** Puts Redis and Chromium in place before the tests, or says what to install. */
try {
  // biome-ignore lint/style/noProcessEnv: this is the main of the process
  ensureSystemParts(process.env.CHROME_EXECUTABLE_PATH, say);
} catch (error) {
  if (!(error instanceof MissingPartsError)) throw error;
  say(error.message);
  process.exit(1);
}
