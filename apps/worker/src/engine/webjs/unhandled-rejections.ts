import type { Logger } from 'pino';
import { errorText } from './classify-error.ts';

/** Engines that look after their page when something has gone wrong somewhere. */
const suspicious = new Set<() => void>();

/** @returns takes the listener back */
export function onSuspicion(lookAfter: () => void): () => void {
  suspicious.add(lookAfter);
  return () => suspicious.delete(lookAfter);
}

/**
 * Keeps the process alive when a promise is rejected that nobody waits for, which ends Node otherwise. The library and
 * the driver of the browser leave such promises behind; nobody can say whose page it was, so every engine looks after
 * its own at once.
 */
export function guardUnhandledRejections(logger: Logger): void {
  process.on('unhandledRejection', (reason) => {
    if (isLibraryRejection(reason)) {
      logger.warn(
        { err: reason },
        'the browser library left a failure unhandled; every session checks its page',
      );
      for (const lookAfter of suspicious) lookAfter();
    } else {
      logger.error({ err: reason }, 'a failure was not handled: please report this as a defect');
    }
  });
}

/** Whether whatsapp-web.js or puppeteer rejected: by what it says, or by where it happened. */
export function isLibraryRejection(reason: unknown): boolean {
  if (/^(auth|ready) timeout$/.test(errorText(reason))) return true;
  if (!(reason instanceof Error)) return false;
  if (/^(TargetCloseError|ProtocolError|ConnectionClosedError)$/.test(reason.name)) return true;
  if (/Execution context was destroyed|Target closed|Session closed|detached Frame/.test(reason.message))
    return true;
  return /node_modules\/(?:.*\/)?(?:whatsapp-web\.js|puppeteer(?:-core)?)\//.test(reason.stack ?? '');
}
