import { parseArgs } from 'node:util';
import { startEmulator } from './emulator.ts';

/** The emulator as a process: prints how to reach it, and runs until it is told to stop. */
const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    'control-port': { type: 'string' },
    state: { type: 'string' },
    policy: { type: 'string', default: '{}' },
    page: { type: 'string', default: '{}' },
    help: { type: 'boolean', default: false },
  },
});

const usage = `whatsapp-emulator: a stand-in for web.whatsapp.com

  --port N           of the page (default: any free one)
  --control-port N   of the control API and the phone page (default: any free one)
  --state FILE       keep accounts, devices and messages there
  --policy JSON      how the servers behave, for example '{"ackMs":100}'
  --page JSON        how the page behaves, for example '{"lidMode":true}'
`;

if (values.help) {
  process.stdout.write(usage);
} else {
  const emulator = await startEmulator({
    ...(values.port === undefined ? {} : { port: Number(values.port) }),
    ...(values['control-port'] === undefined ? {} : { controlPort: Number(values['control-port']) }),
    ...(values.state === undefined ? {} : { statePath: values.state }),
    policy: JSON.parse(values.policy),
    page: JSON.parse(values.page),
  });
  const chromeArgs = emulator.chromeArgs.map((arg) => `'${arg}'`).join(' ');
  process.stdout.write(`Phone and control API: ${emulator.controlUrl}\nCHROME_ARGS="${chromeArgs}"\n`);
  const stop = (): void => {
    emulator.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
