import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { WorkerSettings } from '@wagw/shared/config/settings';
import { createAdmission } from '../sessions/admission.ts';
import { type Finding, failed, ok, unknown, warning } from './finding.ts';

/** Of a session's Chromium, as `docker-compose.yml` plans them. */
const PROCESSES_EACH = 50;
const FILES_EACH = 16;
const FILES_BESIDE = 1_024;
const PROCESSES_BESIDE = 100;
const FFMPEG_MS = 15_000;

/** What the machine, or the container, offers for so many sessions. */
export async function machineChecks(settings: WorkerSettings): Promise<Finding[]> {
  const { MAX_SESSIONS: sessions } = settings;
  return [
    await memoryFinding(settings),
    await filesFinding(FILES_BESIDE + FILES_EACH * sessions),
    await processesFinding(PROCESSES_BESIDE + PROCESSES_EACH * sessions),
    await ffmpegFinding(settings.FFMPEG_PATH),
  ];
}

/** As a worker that owns nothing yet decides it. */
async function memoryFinding({ MAX_SESSIONS, MEMORY_RESERVE_MB }: WorkerSettings): Promise<Finding> {
  const admission = createAdmission({
    maxSessions: Number.MAX_SAFE_INTEGER,
    // 0 would not look at the memory.
    reserveMb: Math.max(MEMORY_RESERVE_MB, 1),
  });
  const room = await admission.capacity([]);
  if (room === Number.MAX_SAFE_INTEGER) {
    return unknown('machine.memory', 'The free memory', 'Plan 100 to 200 MB for each session.');
  }
  const said = `The free memory is enough for ${room} further sessions of 200 MB; MAX_SESSIONS is ${MAX_SESSIONS}.`;
  return room >= MAX_SESSIONS
    ? ok('machine.memory', said)
    : warning(
        'machine.memory',
        said,
        'When no worker runs here now: add memory, raise the limit of the container, or lower MAX_SESSIONS. Workers take no more than fits in any case.',
      );
}

async function filesFinding(needed: number): Promise<Finding> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const remedy = 'Raise the limit of open files: ulimits in compose, LimitNOFILE in systemd.';
  const soft = /^Max open files\s+(\d+|unlimited)/m.exec(limits)?.[1];
  if (soft === undefined) return unknown('machine.open-files', 'How many files may be open', remedy);
  const said = `${soft} files may be open at the same time; the sessions need about ${needed}.`;
  return Number(soft) < needed ? warning('machine.open-files', said, remedy) : ok('machine.open-files', said);
}

/** https://docs.kernel.org/admin-guide/cgroup-v2.html: threads count, too. */
async function processesFinding(needed: number): Promise<Finding> {
  const text = await readFile('/sys/fs/cgroup/pids.max', 'utf8').catch(() => 'max');
  const limit = Number(text);
  if (!Number.isFinite(limit))
    return ok('machine.processes', 'The number of processes and threads has no limit of its own.');
  const said = `${limit} processes and threads may run; the sessions need up to ${needed}.`;
  return limit < needed
    ? warning('machine.processes', said, 'Raise the limit of the container (pids), or lower MAX_SESSIONS.')
    : ok('machine.processes', said);
}

async function ffmpegFinding(ffmpeg: string): Promise<Finding> {
  const remedy =
    'Install ffmpeg with libopus, or name it in FFMPEG_PATH. Without it only Ogg with Opus can be sent as voice messages.';
  try {
    const { stdout } = await promisify(execFile)(ffmpeg, ['-hide_banner', '-encoders'], {
      timeout: FFMPEG_MS,
    });
    return stdout.includes('libopus')
      ? ok('machine.ffmpeg', `${ffmpeg} makes voice messages.`)
      : warning('machine.ffmpeg', `${ffmpeg} has no encoder for Opus (libopus).`, remedy);
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const said = isAbsent ? `There is no ${ffmpeg}.` : `${ffmpeg} cannot be run.`;
    // Somebody who names a program wants that one.
    return ffmpeg === 'ffmpeg'
      ? warning('machine.ffmpeg', said, remedy)
      : failed('machine.ffmpeg', said, remedy);
  }
}
