import { type Emulator, type EmulatorOptions, startEmulator } from '@wagw/whatsapp-emulator/emulator';
import { forSuite } from '../../../testing/for-suite.ts';
import { type Life, type WorkerOptions, WorkerUnderTest } from './worker-under-test.ts';

export const friend = '4915100000002';
export const friendChat = `${friend}@c.us`;

let issued = 0;

/** An id as the worker derives it, never the same twice. */
export function messageId(): string {
  issued += 1;
  return `3EB0${issued.toString(16).toUpperCase().padStart(18, '0')}`;
}

export interface Stage {
  readonly emulator: Emulator;
  readonly worker: WorkerUnderTest;
  close(): Promise<void>;
}

/** A stand-in for WhatsApp and a worker that finds it in the place of the real one. */
export async function setStage(options: EmulatorOptions = {}, worker: WorkerOptions = {}): Promise<Stage> {
  const emulator = await startEmulator({ ...options, policy: { syncMs: 100, ...options.policy } });
  await emulator.control.account({ phone: friend, name: 'Grace' });
  const workerUnderTest = await WorkerUnderTest.create({ ...worker, extraArgs: emulator.chromeArgs });
  return {
    emulator,
    worker: workerUnderTest,
    close: async () => {
      await workerUnderTest.close();
      await emulator.close();
    },
  };
}

/** A stage that stands while the tests of a suite run. */
export function stageForSuite(options?: EmulatorOptions, worker?: WorkerOptions): Stage {
  return forSuite(
    () => setStage(options, worker),
    (stage) => stage.close(),
  );
}

/** A session that is linked before the first test of a suite; it ends with its stage. */
export function linkForSuite(stage: Stage, options?: WorkerOptions): LinkedLife {
  return forSuite(
    () => link(stage, options),
    async () => undefined,
  );
}

export interface LinkedLife extends Life {
  /** Has its session's name, so that a second life can be started. */
  readonly session: string;
  readonly phone: string;
}

/** A session and a phone of its own on the stage: started for the first time and scanned. */
export async function link(stage: Stage, options: WorkerOptions = {}): Promise<LinkedLife> {
  issued += 1;
  const session = `session-${issued}`;
  const phone = String(4_915_200_000_000 + issued);
  await stage.emulator.control.account({ phone, name: 'Ada' });
  const life = await stage.worker.start(session, options);
  const { qr } = await life.history.next('qr');
  await stage.emulator.control.scan({ qr, phone });
  await life.history.next('ready');
  return { ...life, session, phone };
}
