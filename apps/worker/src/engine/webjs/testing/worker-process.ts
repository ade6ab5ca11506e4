import pino from 'pino';
import { createWebjsEngineFactory } from '../webjs-engine-factory.ts';

/** A worker process with one session, for tests that kill it; tells its events on standard output, one a line. */
const { profilesPath, extraArgs } = JSON.parse(process.argv[2] ?? '{}');
const factory = createWebjsEngineFactory({
  executablePath: '/usr/bin/chromium',
  extraArgs,
  profilesPath,
  logger: pino({ level: 'silent' }),
});
await factory.create('one', (event) => process.stdout.write(`${JSON.stringify(event)}\n`)).start();
