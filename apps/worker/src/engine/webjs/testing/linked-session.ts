import { type Emulator, type EmulatorOptions, startEmulator } from '@wagw/whatsapp-emulator/emulator';
import { type Life, type WorkerOptions, WorkerUnderTest } from './worker-under-test.ts';

export const phone = '4915100000001';
export const friend = '4915100000002';
export const friendChat = `${friend}@c.us`;

/** An id as the worker derives it. */
export function messageId(number: number): string {
  return `3EB0${number.toString(16).toUpperCase().padStart(18, '0')}`;
}

export interface Stage {
  readonly emulator: Emulator;
  readonly worker: WorkerUnderTest;
  close(): Promise<void>;
}

/** A stand-in for WhatsApp and a worker that finds it in the place of the real one. */
export async function setStage(options: EmulatorOptions = {}, worker: WorkerOptions = {}): Promise<Stage> {
  const emulator = await startEmulator({ ...options, policy: { syncMs: 100, ...options.policy } });
  await emulator.control.account({ phone, name: 'Ada' });
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

/** Starts a session for the first time and scans its QR code. */
export async function link({ emulator, worker }: Stage, options: WorkerOptions = {}): Promise<Life> {
  const life = await worker.start('one', options);
  const { qr } = await life.history.next('qr');
  await emulator.control.scan({ qr, phone });
  await life.history.next('ready');
  return life;
}
