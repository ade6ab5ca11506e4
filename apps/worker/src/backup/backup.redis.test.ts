import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { readEvents } from '@wagw/shared/events/event-log';
import { keepBlob } from '@wagw/shared/media/blob-expiry';
import { loadMessage } from '@wagw/shared/messages/message-store';
import { keys } from '@wagw/shared/redis/keys';
import { createSession, readSession } from '@wagw/shared/sessions/session-store';
import type { OutgoingMessage } from '../engine/outgoing.ts';
import { measure } from '../logins/digest.ts';
import { parsePointer } from '../logins/login-pointer.ts';
import { whichLogin } from '../logins/which-login.ts';
import { sendText } from '../testing/data-scene.ts';
import { refOf } from '../testing/engine-messages.ts';
import { type HostScene, startHostScene } from '../testing/host-scene.ts';
import { silentLogger } from '../testing/parts.ts';
import { createMemoryBlobs } from '../testing/scripted-files.ts';
import { backupName, createBackupStore } from './backup-store.ts';
import { restoreBackup } from './restore-backup.ts';
import { scheduleBackups } from './scheduled-backups.ts';
import { takeBackup } from './take-backup.ts';

/**
 * The commands as an operator runs them, on real Redis: what was sent before the backup, after it, and never, is sent once in all,
 * whatever is lost.
 */

const PATIENCE_MS = 30_000;
const KEY_BYTES = Buffer.alloc(32, 7);
const KEY = KEY_BYTES.toString('base64');
const CHAT = '5511987654321@c.us';

/** What WhatsApp has got, whatever is lost here. */
const sent = new Map<string, OutgoingMessage[]>();
let folder: string;
const servers: TemporaryRedis[] = [];
const hosts: HostScene[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wagw-backup-'));
});
afterEach(async () => {
  await stopWork();
  for (const server of servers.splice(0)) await server.close();
  await rm(folder, { recursive: true, force: true });
});

async function startServer(): Promise<TemporaryRedis> {
  const server = await startTemporaryRedis();
  servers.push(server);
  return server;
}

const environment = (server: TemporaryRedis, sessionsPath = 'sessions') => ({
  REDIS_URL: server.url,
  SESSIONS_PATH: join(folder, sessionsPath),
  MEDIA_STORE: `directory:${folder}/media`,
  BACKUP_KEY: KEY,
  LOG_LEVEL: 'silent',
});

async function run(command: 'backup' | 'restore', env: Record<string, string>, ...args: string[]) {
  const program = fileURLToPath(new URL(`./${command}.ts`, import.meta.url));
  const child = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', program, ...args], {
    // biome-ignore lint/style/noProcessEnv: the process needs the machine's PATH
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}

async function work(server: TemporaryRedis): Promise<void> {
  hosts.push(await startHostScene(server.url, { id: `w${hosts.length + 1}`, left: sent }));
}

async function stopWork(): Promise<void> {
  for (const host of hosts.splice(0)) await host.close();
}

async function link(session: string, content = `the keys of ${session}`, sessionsPath = 'sessions') {
  const profile = join(folder, sessionsPath, session);
  await mkdir(join(profile, 'Default', 'Cache'), { recursive: true });
  await writeFile(join(profile, 'linked'), '');
  await writeFile(join(profile, 'Default', 'keys'), content);
  await writeFile(join(profile, 'Default', 'Cache', 'picture'), 'x'.repeat(1_000));
}

/** Waits until WhatsApp has a message, and has its server acknowledge it. */
async function acknowledged(server: TemporaryRedis, session: string, id: string): Promise<void> {
  const whatsappId = await until('the message to be with WhatsApp', PATIENCE_MS, async () => {
    const record = await loadMessage(server.client, session, id);
    return record?.whatsappRef === undefined ? undefined : record.whatsappId;
  });
  hosts
    .at(-1)
    ?.engineOf(session)
    .report({ type: 'ack', ref: refOf(whatsappId, true, CHAT), ack: 1 });
  await until('its acknowledgement', PATIENCE_MS, async () => {
    return (await loadMessage(server.client, session, id))?.status === 'sent';
  });
}

const timesSent = (session: string, text: string) =>
  (sent.get(session) ?? []).filter(({ content }) => content.type === 'text' && content.text === text).length;

/** Of each session one message sent, one queued, one for later; then the backup, after which the queued one is sent as well. */
async function disaster(sessions: readonly string[]): Promise<{ queued: string[]; later: string[] }> {
  const server = await startServer();
  const { client } = server;
  for (const id of sessions) {
    await createSession(client, { id, tenantId: 'acme', start: true, metadata: {} }, Date.now());
    await link(id);
  }
  await work(server);
  for (const id of sessions) await acknowledged(server, id, await sendText(client, id, CHAT, 'before'));
  await stopWork();
  const queued: string[] = [];
  const later: string[] = [];
  for (const id of sessions) {
    queued.push(await sendText(client, id, CHAT, 'queued'));
    later.push(await sendText(client, id, CHAT, 'later', Date.now() + 3_600_000));
  }
  const taken = await run('backup', environment(server), '--to', join(folder, 'backups'));
  expect(taken).toMatchObject({ code: 0, output: expect.stringContaining('2 logins') });
  await work(server);
  for (const [at, id] of sessions.entries()) await acknowledged(server, id, queued[at] ?? '');
  await stopWork();
  return { queued, later };
}

test('a session whose login is lost with Redis sends nothing again and tells so; one whose login lives on knows what it sent', async () => {
  const { queued, later } = await disaster(['alpha', 'beta']);
  await rm(join(folder, 'sessions'), { recursive: true });
  await link('beta', 'newer keys');
  const server = await startServer();
  const restored = await run('restore', environment(server), '--from', join(folder, 'backups'));
  expect(restored).toMatchObject({
    code: 0,
    output: expect.stringContaining('1 are looked up first, and 1 failed'),
  });
  const keysOf = (id: string) => readFile(join(folder, 'sessions', id, 'Default', 'keys'), 'utf8');
  expect([await keysOf('alpha'), await keysOf('beta')]).toEqual(['the keys of alpha', 'newer keys']);
  expect(await readdir(join(folder, 'sessions', 'alpha', 'Default'))).toEqual(['keys']);
  expect((await readdir(join(folder, 'sessions'))).sort()).toEqual(['alpha', 'beta']);

  await work(server);
  for (const id of ['alpha', 'beta']) {
    await acknowledged(server, id, await sendText(server.client, id, CHAT, 'after'));
  }
  await acknowledged(server, 'beta', queued[1] ?? '');
  expect(await loadMessage(server.client, 'alpha', queued[0] ?? '')).toMatchObject({
    status: 'failed',
    error: { code: 'restored_from_backup' },
  });
  const events = (await readEvents(server.client, 'alpha', 0, 1_000)).map(({ json }) => json);
  expect(events.filter((json) => json.includes('"message_failed"'))).toHaveLength(1);
  for (const [at, id] of ['alpha', 'beta'].entries()) {
    expect((await loadMessage(server.client, id, later[at] ?? ''))?.status).toBe('scheduled');
    expect((await readSession(server.client, id))?.code).toBe('ready');
    expect(['before', 'queued', 'later', 'after'].map((text) => timesSent(id, text))).toEqual([1, 1, 0, 1]);
  }
}, 120_000);

test('a backup that was altered, of another key, or for a Redis in use is refused, and nothing is touched', async () => {
  const server = await startServer();
  const { client } = server;
  await createSession(client, { id: 'gamma', tenantId: 'acme', start: false, metadata: {} }, Date.now());
  await link('gamma');
  const media = createMemoryBlobs();
  await media.put('gamma/photo', Readable.from([Buffer.from('a photo')]));
  await keepBlob(client, 'gamma/photo', Date.now() + 60_000);
  const store = createMemoryBlobs();
  const backups = createBackupStore(store, [KEY_BYTES]);
  const source = { redis: client, redisSettings: { url: server.url }, backups, logins: undefined, media };
  for (const now of [1, 2, 3]) {
    const parts = { ...source, sessionsPath: join(folder, 'sessions'), logger: silentLogger };
    const { missing } = await takeBackup(parts, backupName(now), now);
    expect(missing).toEqual([]);
  }
  expect(await backups.keepNewest(2)).toEqual([backupName(1)]);
  expect(await store.list(backupName(1))).toEqual([]);
  const [older = '', newest = ''] = await backups.list();

  const target = await startServer();
  const files = createMemoryBlobs();
  const parts = {
    redis: target.client,
    backups,
    sessionsPath: join(folder, 'elsewhere'),
    logins: undefined,
    media: files,
    redisServer: 'redis-server',
    eventLogLength: 1_000,
    now: Date.now(),
  };
  await expect(restoreBackup({ ...parts, redis: client }, newest)).rejects.toThrow('not empty');
  const otherKey = createBackupStore(store, [new Uint8Array(32)]);
  await expect(restoreBackup({ ...parts, backups: otherKey }, newest)).rejects.toThrow(/No key/);
  const login = (await store.get(`${newest}/login-0`)) as Readable;
  const bytes = await buffer(login);
  bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
  await store.put(`${newest}/login-0`, Readable.from([bytes]));
  await expect(restoreBackup(parts, newest)).rejects.toThrow(/altered|damaged/);
  expect(await target.client.dbsize()).toBe(0);

  // The one before is whole; what the restore that broke off has left is no living login.
  await link('gamma', 'half of it', 'elsewhere');
  expect(await restoreBackup(parts, older)).toMatchObject({ logins: 1, files: 1, sessions: 1, missing: [] });
  expect(await readFile(join(folder, 'elsewhere', 'gamma', 'Default', 'keys'), 'utf8')).toBe(
    'the keys of gamma',
  );
  expect(await files.list('gamma')).toEqual(['gamma/photo']);
  expect((await readSession(target.client, 'gamma'))?.tenantId).toBe('acme');
  expect(await target.client.ttl(keys.eventsHead('gamma'))).toBe(await client.ttl(keys.eventsHead('gamma')));
});

test('a login that is kept in a store comes back under its pointer, and is what the session is started with', async () => {
  const server = await startServer();
  const { client } = server;
  await createSession(client, { id: 'delta', tenantId: 'acme', start: false, metadata: {} }, Date.now());
  const logins = createMemoryBlobs();
  const measured = measure();
  const content = Readable.from([Buffer.from('sealed by the keeper')]).pipe(measured.stream);
  await logins.put('delta/1-1', content);
  const pointer = { key: 'delta/1-1', savedAt: 1, host: 'h1', ...measured.result() };
  await client.hset(keys.session('delta'), { login: JSON.stringify(pointer), loginHost: 'h1' });
  const backups = createBackupStore(createMemoryBlobs(), []);
  const source = { redis: client, redisSettings: { url: server.url }, backups, sessionsPath: undefined };
  await takeBackup({ ...source, logins, media: undefined, logger: silentLogger }, backupName(1), 1);

  const target = await startServer();
  const fresh = createMemoryBlobs();
  await restoreBackup(
    {
      redis: target.client,
      backups,
      sessionsPath: join(folder, 'elsewhere'),
      logins: fresh,
      media: undefined,
      redisServer: 'redis-server',
      eventLogLength: 1_000,
      now: Date.now(),
    },
    backupName(1),
  );
  expect(await fresh.list('delta')).toEqual(['delta/1-1']);
  const record = await readSession(target.client, 'delta');
  const situation = { hasLocal: true, host: 'h1', isLinked: true, loginHost: record?.loginHost };
  expect(whichLogin({ ...situation, pointer: parsePointer(record?.login) })).toBe('restore');
});

test('of many workers one takes a backup when it is time, and the newest stay', async () => {
  const server = await startServer();
  await link('epsilon');
  const backups = createBackupStore(createMemoryBlobs(), [KEY_BYTES]);
  const parts = {
    redis: server.client,
    redisSettings: { url: server.url },
    backups,
    sessionsPath: join(folder, 'sessions'),
    logins: undefined,
    media: undefined,
    logger: silentLogger,
    everyMs: 600_000,
    keep: 2,
    tickMs: 20,
  };
  const scheduled = [scheduleBackups(parts), scheduleBackups(parts), scheduleBackups(parts)];
  const names: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const newest = await until('the next backup', PATIENCE_MS, async () => {
      const last = (await backups.list()).at(-1);
      return last === names.at(-1) ? undefined : last;
    });
    names.push(newest);
    // As if the time had passed.
    await server.client.del(keys.chore('backup'));
  }
  for (const each of scheduled) await each.close();
  const kept = await backups.list();
  expect(kept).toHaveLength(2);
  expect((await backups.read(kept.at(-1) ?? '')).logins).toHaveLength(1);
});
