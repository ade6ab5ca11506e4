import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { SentMessage } from '@wagw/whatsapp-emulator/control/control';
import { browsersBelow, childrenOf, isStopped } from './processes.ts';
import { named, startWorld, type World } from './world.ts';

/**
 * `pnpm chaos [--seconds 120] [--seed 1]`: sends and receives on several sessions while processes are killed or frozen at random,
 * then counts at the emulator and at the receiver what was lost, doubled or out of order. Exit code 0 if nothing was, and
 * if enough happened.
 */

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '120' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    sessions: { type: 'string', default: '3' },
    every: { type: 'string', default: '6000' },
  },
});
const SECONDS = Number(values.seconds);
const KILL_EVERY_MS = Number(values.every);
const random = seeded(Number(values.seed));
const say = (line: string) => process.stdout.write(`${line}\n`);

interface Fault {
  readonly name: string;
  readonly pid: number | undefined;
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

const CUSTOMER = '5511955550000';
const shops = Array.from({ length: Number(values.sessions) }, (_, index) => ({
  session: `shop-${index}`,
  phone: `551195555100${index}`,
}));

const world = await startWorld({
  workers: 2,
  env: { LOG_LEVEL: 'info', WEBHOOK_RETRY_SCHEDULE: '1s,1s,2s,2s,5s,5s,5s,5s' },
});
const frozen: number[] = [];
let exitCode = 1;
try {
  exitCode = await run(world);
  if (exitCode !== 0) {
    const kept = resolve(import.meta.dirname, '../../.data/chaos', String(values.seed));
    cpSync(join(world.dataPath, 'logs'), kept, { recursive: true });
    say(`What the processes wrote is in ${kept}.`);
  }
} finally {
  await world.close();
  // One whose supervisor was killed meanwhile stands still for ever.
  for (const pid of frozen) if (isStopped(pid)) process.kill(pid, 'SIGKILL');
}
process.exit(exitCode);

async function run({ emulator, gateway, api, dataPath }: World): Promise<number> {
  say(`seed ${values.seed}, ${SECONDS} s, ${shops.length} sessions, 2 workers`);
  await emulator.control.account({ phone: CUSTOMER });
  for (const { session, phone } of shops) await world.link(session, phone);

  const end = Date.now() + SECONDS * 1000;
  const accepted = new Map<string, string[]>(shops.map(({ session }) => [session, []]));
  const received = new Map<string, string[]>(shops.map(({ session }) => [session, []]));
  const ids: { session: string; id: string }[] = [];

  const traffic = shops.flatMap(({ session, phone }) => [
    (async () => {
      for (let number = 0; Date.now() < end; number += 1) {
        const text = `out ${session} ${number}`;
        const { id } = await world.send(session, CUSTOMER, text);
        accepted.get(session)?.push(text);
        ids.push({ session, id });
        await sleep(random() * 200);
      }
    })(),
    (async () => {
      for (let number = 0; Date.now() < end; number += 1) {
        const text = `in ${session} ${number}`;
        await emulator.control.incoming({ to: phone, from: CUSTOMER, text });
        received.get(session)?.push(text);
        await sleep(random() * 400);
      }
    })(),
  ]);

  const kills: Record<string, number> = {};
  const faults = (async () => {
    while (Date.now() < end) {
      await sleep(KILL_EVERY_MS * (0.5 + random()));
      const supervisor = pick(gateway.workers)?.pid;
      const worker = pick(childrenOf(supervisor));
      const faults: Fault[] = [
        { name: 'supervisor', pid: supervisor, signal: 'SIGKILL' },
        { name: 'worker', pid: worker, signal: 'SIGKILL' },
        { name: 'frozen worker', pid: worker, signal: 'SIGSTOP' },
        { name: 'chromium', pid: pick(browsersBelow(dataPath)), signal: 'SIGKILL' },
        { name: 'redis', pid: gateway.redis.pid, signal: 'SIGKILL' },
        { name: 'api', pid: gateway.api.pid, signal: 'SIGKILL' },
      ];
      const fault = pick(faults);
      if (fault?.pid === undefined) continue;
      kills[fault.name] = (kills[fault.name] ?? 0) + 1;
      say(`  ${fault.signal} ${fault.name}`);
      if (fault.signal === 'SIGSTOP') frozen.push(fault.pid);
      try {
        process.kill(fault.pid, fault.signal);
      } catch {
        // It has just ended by itself.
      }
    }
  })();
  await Promise.all([...traffic, faults]);
  say(`traffic over: ${ids.length} accepted, ${[...received.values()].flat().length} received; settling`);

  const settled: string[] = [];
  for (const { session, id } of ids) {
    const { status, error } = await world.untilStatus(session, id, ['read', 'failed']);
    if (status === 'failed') settled.push(`${id} failed: ${error?.code}`);
  }
  const sent = await emulator.control.sent({ to: CUSTOMER });
  const problems = [...settled];
  for (const { session } of shops) problems.push(...compareSent(session, accepted.get(session) ?? [], sent));
  for (const { session } of shops) {
    const wanted = received.get(session) ?? [];
    const events = await world
      .untilDelivered(session, (all) => {
        const bodies = new Set(named(all, 'message').map(({ body }) => body));
        return wanted.every((text) => bodies.has(text));
      })
      .catch((error: Error) => {
        problems.push(`${session}: ${error.message}`);
        return world.events(session);
      });
    problems.push(
      ...compareReceived(
        session,
        wanted,
        named(events, 'message').map(({ body }) => String(body)),
      ),
    );
    if ((await api.session(session)).state !== 'ready') problems.push(`${session} is not ready`);
  }
  say(
    `faults: ${JSON.stringify(kills)}; repeats of one id dropped by the server: ${sent.reduce((sum, { arrivals }) => sum + arrivals - 1, 0)}`,
  );
  const enough =
    ids.length > SECONDS * shops.length && Object.values(kills).reduce((a, b) => a + b, 0) >= SECONDS / 20;
  if (!enough) problems.push('too little happened to prove anything');
  for (const problem of problems) say(`✗ ${problem}`);
  if (problems.length === 0)
    say(`✓ ${ids.length} sent, 0 lost, 0 doubled, 0 out of order; every event delivered without a gap`);
  return problems.length === 0 ? 0 : 1;
}

function compareSent(session: string, wanted: string[], all: SentMessage[]): string[] {
  const texts = all.flatMap(({ text }) => (text?.startsWith(`out ${session} `) ? [text] : []));
  return compare(session, 'sent', wanted, texts, true);
}

function compareReceived(session: string, wanted: string[], texts: string[]): string[] {
  return compare(
    session,
    'received',
    wanted,
    texts.filter((text) => text.startsWith(`in ${session} `)),
    false,
  );
}

function compare(
  session: string,
  what: string,
  wanted: string[],
  found: string[],
  ordered: boolean,
): string[] {
  const problems: string[] = [];
  const lost = wanted.filter((text) => !found.includes(text));
  const doubled = found.filter((text, index) => found.indexOf(text) !== index);
  if (lost.length > 0)
    problems.push(`${session}: ${lost.length} ${what} lost: ${lost.slice(0, 5).join(', ')}`);
  if (doubled.length > 0)
    problems.push(`${session}: ${doubled.length} ${what} doubled: ${doubled.slice(0, 5).join(', ')}`);
  const overtaken = found.filter(
    (text, index) => index > 0 && numberOf(text) < numberOf(found[index - 1] ?? text),
  );
  if (ordered && overtaken.length > 0) {
    problems.push(
      `${session}: ${overtaken.length} ${what} out of order: ${overtaken.slice(0, 5).join(', ')}`,
    );
  }
  return problems;
}

function numberOf(text: string): number {
  return Number(text.split(' ').at(-1));
}

function pick<T>(items: readonly T[]): T | undefined {
  return items[Math.floor(random() * items.length)];
}

/** Mulberry32: the same faults in the same order for the same seed. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
