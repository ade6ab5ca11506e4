/**
 * How long a browser stands still for a save of its login, and how large the login is in the store. Run it with
 * `node --conditions=source --import tsx apps/worker/src/engine/webjs/testing/measure-snapshot.ts`.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { startEmulator } from '@wagw/whatsapp-emulator/emulator';
import { seal, unseal } from '../../../logins/seal.ts';
import { Profile } from '../profile.ts';
import { snapshotProfile } from '../profile-snapshot.ts';
import { WorkerUnderTest } from './worker-under-test.ts';

const MB = 2 ** 20;
const session = 'one';
const phone = '4915200000001';
const emulator = await startEmulator();
const worker = await WorkerUnderTest.create({ extraArgs: emulator.chromeArgs });
const profile = new Profile(worker.profilesPath, session);
const factory = worker.factory();
const key = randomBytes(32);

const say = (line: string) => process.stdout.write(`${line}\n`);
const timed = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
  const started = performance.now();
  const result = await work();
  return [result, performance.now() - started];
};
const summary = (values: number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(0);
  return `median ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)} ms`;
};

async function measure(what: string, rounds: number): Promise<void> {
  const still: number[] = [];
  const saving: number[] = [];
  let stored: Buffer = Buffer.alloc(0);
  for (let round = 0; round < rounds; round += 1) {
    const { stillMs, remove } = await snapshotProfile(profile, 60_000);
    still.push(stillMs);
    await remove();
    const [content, ms] = await timed(async () =>
      buffer(seal((await factory.exportLogin(session)) ?? Readable.from([]), key)),
    );
    stored = content;
    saving.push(ms);
  }
  const restoring: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const [, ms] = await timed(() => factory.importLogin('restored', unseal(Readable.from([stored]), [key])));
    restoring.push(ms);
  }
  say(`${what}: ${(stored.length / MB).toFixed(2)} MB in the store`);
  say(`  stood still: ${summary(still)}`);
  say(`  exported, compressed and encrypted: ${summary(saving)}`);
  say(`  restored: ${summary(restoring)}`);
}

/** As much as a busy account has, mostly in tables that are written once. */
async function pad(tablesMb: number, logMb: number): Promise<void> {
  const folder = join(profile.path, 'Default', 'IndexedDB', 'padding.leveldb');
  await mkdir(folder, { recursive: true });
  for (let i = 0; i < tablesMb / 2; i += 1) await writeFile(join(folder, `${i}.ldb`), halfRandom(2 * MB));
  await writeFile(join(folder, 'padding.log'), halfRandom(logMb * MB));
}

const halfRandom = (size: number) => Buffer.concat([randomBytes(size / 2), Buffer.alloc(size / 2, 'text ')]);

try {
  await emulator.control.account({ phone, name: 'Ada' });
  const { history } = await worker.start(session);
  await emulator.control.scan({ qr: (await history.next('qr')).qr, phone });
  await history.next('ready');
  await measure('as WhatsApp emulated leaves it', 20);
  await pad(50, 4);
  await measure('with 50 MB of tables and a log of 4 MB', 10);
  await pad(200, 16);
  await measure('with 200 MB of tables and a log of 16 MB', 5);
} finally {
  await worker.close();
  await emulator.close();
}
