import { afterAll, beforeAll } from '@jest/globals';
import { type Emulator, type EmulatorOptions, startEmulator } from '../emulator.ts';
import { startLinkedClient, type TestClient } from './client.ts';

export const ADA = '4915100000001';
export const BOB = '4915100000002';
export const bob = `${BOB}@c.us`;

export interface Suite {
  readonly emulator: Emulator;
  /** Linked to Ada's phone. */
  readonly client: TestClient;
}

/**
 * An emulator with Bob in it and a client that is linked to Ada, while the tests of a file run.
 * @param prepare is called before the client is linked
 */
export function linkedSuite(
  options: EmulatorOptions = {},
  prepare: (emulator: Emulator) => Promise<void> = async () => undefined,
): Suite {
  let suite: Suite | undefined;
  beforeAll(async () => {
    const emulator = await startEmulator({
      ...options,
      policy: { ackMs: 5, syncMs: 800, ...options.policy },
    });
    await emulator.control.account({ phone: BOB, name: 'Bob' });
    await prepare(emulator);
    suite = { emulator, client: await startLinkedClient(emulator, ADA) };
  });
  afterAll(async () => {
    await suite?.client.dispose();
    await suite?.emulator.close();
  });
  const standing = (): Suite => {
    if (!suite) throw new Error('There is nothing before the first test');
    return suite;
  };
  return {
    get emulator() {
      return standing().emulator;
    },
    get client() {
      return standing().client;
    },
  };
}
