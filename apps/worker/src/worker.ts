import { findChrome } from './engine/webjs/find-chrome.ts';
import { guardUnhandledRejections } from './engine/webjs/unhandled-rejections.ts';
import { createWebjsEngineFactory } from './engine/webjs/webjs-engine-factory.ts';
import { runWorker } from './run-worker.ts';

/** The worker process, with WhatsApp Web as its engine. */
await runWorker(
  (settings, logger) =>
    createWebjsEngineFactory({
      executablePath: settings.CHROME_EXECUTABLE_PATH ?? findChrome(),
      extraArgs: settings.CHROME_ARGS,
      profilesPath: settings.sessionsPath,
      ...(settings.DEVICE_NAME === undefined ? {} : { deviceName: settings.DEVICE_NAME }),
      timings: { notScannedMs: settings.QR_TIMEOUT, sendMs: settings.SEND_TIMEOUT },
      logger,
    }),
  guardUnhandledRejections,
);
