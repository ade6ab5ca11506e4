import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startChromiumWorld } from '@wagw/e2e/chaos/chromium-world';
import type { World } from '@wagw/e2e/chaos/world';
import { until } from '@wagw/local-machine/until';
import { readSession } from '@wagw/shared/sessions/session-store';
import { report, say } from './scripted-gateway.ts';

/**
 * kill -9 of Chromium with the real engine and the emulator: when is the session ready again, does anybody have to scan a QR
 * code, what is left behind? A session is killed again when its connection has proven itself, after a minute, since the gateway
 * waits longer each time before that; several take turns. Run it by hand:
 * node --conditions=source --import tsx bench/chrome-kills.ts [--kills 50] [--sessions 6]
 */

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '50' }, sessions: { type: 'string', default: '6' } },
});
/** For how long a connection must have lasted before the next restart begins without a long wait. */
const PROVEN_MS = 62_000;
const READY_MS = 120_000;
const LEFT_MS = 2_000;

const dataPath = await mkdtemp(join(tmpdir(), 'wagw-bench-'));
const world = await startChromiumWorld({
  seed: 1,
  redis: 'single',
  dataPath,
  hosts: 1,
  workers: 1,
  sessions: Number(values.sessions),
  leaseMs: 6_000,
  stallMs: 60_000,
});
const orphans = new Set<number>();
let zombies = 0;
try {
  await world.connectAll();
  const atLogin = await countQrCodes(world);
  const kills = Array.from({ length: Number(values.kills) }, (_, index) => index);
  const perSession = world.sessions.map((session, turn) => ({
    session,
    times: kills.filter((kill) => kill % world.sessions.length === turn).length,
  }));
  const ready = await Promise.all(perSession.map(({ session, times }) => killAgainAndAgain(session, times)));
  report('kill -9 of Chromium → ready again', ready.flat());
  say(`QR codes shown after the first login: ${(await countQrCodes(world)) - atLogin}`);
  say(
    `zombies ${zombies}, orphans ${orphans.size}, browsers at the end ${world.browsers().length} for ${world.sessions.length} sessions`,
  );
} finally {
  await world.close();
  await rm(dataPath, { recursive: true, force: true });
}
process.exit(0);

async function killAgainAndAgain(session: string, times: number): Promise<number[]> {
  const ready: number[] = [];
  for (let time = 0; time < times; time += 1) {
    await sleep(PROVEN_MS);
    const pid = world.browsers().find((browser) => hasProfileOf(browser, session));
    const before = await readSession(world.redis.client, session);
    if (pid === undefined || before === undefined) throw new Error(`${session} has no browser`);
    const group = childrenOfGroup(pid);
    const killedAt = Date.now();
    process.kill(pid, 'SIGKILL');
    const after = await until(`${session} to be ready again`, READY_MS, async () => {
      const record = await readSession(world.redis.client, session);
      return record?.code === 'ready' && record.stateSince > before.stateSince && record;
    });
    ready.push(after.stateSince - killedAt);
    await sleep(LEFT_MS);
    for (const left of group)
      if (stateOf(left) === 'Z') zombies += 1;
      else if (stateOf(left) !== undefined) orphans.add(left);
  }
  return ready;
}

async function countQrCodes({ aftermath }: World): Promise<number> {
  return (await aftermath()).log.filter(({ event }) => event === 'qr_code').length;
}

function processes(): number[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
}

/** A browser with all of its helpers, which share its process group. */
function childrenOfGroup(leader: number): number[] {
  return processes().filter((pid) => fieldOf(pid, 2) === String(leader));
}

function stateOf(pid: number): string | undefined {
  return fieldOf(pid, 0);
}

/** Of `/proc/<pid>/stat`: 0 the state, 1 the parent, 2 the process group. */
function fieldOf(pid: number, index: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[index];
  } catch {
    return undefined;
  }
}

function hasProfileOf(pid: number, session: string): boolean {
  try {
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return args.some((arg) => arg.startsWith('--user-data-dir=') && arg.endsWith(`/${session}`));
  } catch {
    return false;
  }
}
