import { existsSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { browsersBelow, workerUnder } from './processes.ts';
import { named, PATIENCE_MS, startWorld, type World } from './world.ts';

/** The owner of a session dies or stands still; another worker on the same login goes on. */

const SHOP = '5511955550001';
const CUSTOMER = '5511955550002';
const SESSION = 'takeover';
/** A claim takes milliseconds; a machine with two busy cores may take longer, but never a lease. */
const CLAIM_MS = 3_000;

let world: World;
beforeAll(async () => {
  world = await startWorld({ workers: 2 });
  await world.emulator.control.account({ phone: CUSTOMER });
  await world.link(SESSION, SHOP);
}, PATIENCE_MS);
afterAll(() => world.close(), PATIENCE_MS);

/** The worker process that owns the session, with its supervisor. */
async function owning(): Promise<{ owner: string; pid: number; supervisor: number }> {
  const owner = (await world.api.session(SESSION)).worker ?? '';
  for (const { pid: supervisor } of world.gateway.workers) {
    const pid = await workerUnder(supervisor);
    // The default name of a worker is that of its host and its process.
    if (supervisor !== undefined && owner.includes(`-${pid}.`)) return { owner, pid, supervisor };
  }
  throw new Error(`the owner ${owner} is none of the workers`);
}

const anotherOwner = (owner: string, ms: number) =>
  until('another owner', ms, async () => {
    const { worker } = await world.api.session(SESSION);
    return worker !== null && worker !== owner;
  });

const codes = () => named(world.events(SESSION), 'qr_code').length;

/** Each text as often as WhatsApp has it. */
async function arrived(texts: string[]): Promise<number[]> {
  const sent = await world.emulator.control.sent({ to: CUSTOMER });
  return texts.map((text) => sent.filter((message) => message.text === text).length);
}

beforeEach(() => world.untilState(SESSION, 'ready'), PATIENCE_MS);

test(
  'kill -9 of the owner: another claims the session at once and is ready without a QR code',
  async () => {
    const { owner, pid } = await owning();
    const shown = codes();
    const before = await world.send(SESSION, CUSTOMER, 'before the kill');
    process.kill(pid, 'SIGKILL');
    await anotherOwner(owner, CLAIM_MS);
    const after = await world.send(SESSION, CUSTOMER, 'after the kill');
    for (const { id } of [before, after]) await world.untilStatus(SESSION, id, ['read']);
    expect(await arrived(['before the kill', 'after the kill'])).toEqual([1, 1]);
    expect(browsersBelow(world.dataPath)).toHaveLength(1);
    expect(codes()).toBe(shown);
  },
  PATIENCE_MS,
);

test(
  'SIGSTOP of the owner: it is killed before its lease ends, and another goes on',
  async () => {
    const { owner, pid } = await owning();
    const shown = codes();
    process.kill(pid, 'SIGSTOP');
    const { id } = await world.send(SESSION, CUSTOMER, 'to whoever is awake');
    await anotherOwner(owner, PATIENCE_MS);
    expect(existsSync(`/proc/${pid}`)).toBe(false);
    await world.untilStatus(SESSION, id, ['read']);
    expect(await arrived(['to whoever is awake'])).toEqual([1]);
    expect(codes()).toBe(shown);
  },
  PATIENCE_MS,
);

test(
  'an owner that wakes up after another has taken over sends nothing',
  async () => {
    const { owner, pid, supervisor } = await owning();
    // With its supervisor stopped too, nobody ends it in time.
    process.kill(supervisor, 'SIGSTOP');
    process.kill(pid, 'SIGSTOP');
    const texts = Array.from({ length: 6 }, (_, index) => `while the owner slept ${index}`);
    const sent = [];
    for (const text of texts.slice(0, 4)) sent.push(await world.send(SESSION, CUSTOMER, text));
    await anotherOwner(owner, PATIENCE_MS);
    process.kill(pid, 'SIGCONT');
    for (const text of texts.slice(4)) sent.push(await world.send(SESSION, CUSTOMER, text));
    for (const { id } of sent) await world.untilStatus(SESSION, id, ['read']);
    process.kill(supervisor, 'SIGCONT');
    expect(await arrived(texts)).toEqual(texts.map(() => 1));
    expect((await world.api.session(SESSION)).worker).not.toBe(owner);
  },
  PATIENCE_MS,
);
