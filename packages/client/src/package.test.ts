import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { json, type ScriptedServer, startScriptedServer } from './testing/scripted-server.ts';

const PACKAGE = resolve(import.meta.dirname, '..');
const run = promisify(execFile);
/** A compiler and npm on a busy machine. */
const PATIENCE_MS = 180_000;

let project: string;
let server: ScriptedServer;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'wagw-package-'));
  server = await startScriptedServer();
  server.play(json(200, { id: 'loja', state: 'ready' }));
  await writeFile(join(project, 'package.json'), '{ "name": "empty", "version": "1.0.0" }');
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', project], { cwd: PACKAGE });
  const client = join(project, stdout.trim().split('\n').at(-1) ?? '');
  // What a registry would bring comes from the workspace, so that no network is needed.
  const openapiFetch = await realpath(join(PACKAGE, 'node_modules/openapi-fetch'));
  const dependencies = [openapiFetch, join(openapiFetch, '../openapi-typescript-helpers')];
  const copies = dependencies.map((folder) => join(project, 'copies', basename(folder)));
  for (const [index, copy] of copies.entries()) await copyFolder(String(dependencies[index]), copy);
  const install = ['install', '--offline', '--no-audit', '--no-fund', '--install-links'];
  await run('npm', [...install, client, ...copies], { cwd: project });
}, PATIENCE_MS);
afterAll(async () => {
  await server?.close();
  await rm(project, { recursive: true, force: true });
});

/** Each file for itself: those of pnpm with the same content are links, which npm would not take over. */
async function copyFolder(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const copy = join(to, relative(from, file));
    await mkdir(dirname(copy), { recursive: true });
    await writeFile(copy, await readFile(file));
  }
}

async function runProgram(name: string, text: string): Promise<string> {
  const file = join(project, name);
  await writeFile(file, text);
  const { stdout } = await run(process.execPath, ['--no-warnings', file], {
    cwd: project,
    env: { PATH: '', NODE_OPTIONS: '' },
  });
  return stdout.trim();
}

test('the package holds what is needed to use it, and nothing else', async () => {
  const folder = join(project, 'node_modules/@wagw/client');
  expect((await readdir(folder)).sort()).toEqual(['README.md', 'dist', 'package.json']);
  const files = await readdir(join(folder, 'dist'), { recursive: true });
  expect(files.filter((file) => /test|generate|readme|\.map$/.test(file))).toEqual([]);
  expect(files).toEqual(expect.arrayContaining(['client.js', 'client.d.ts', 'webhooks/webhooks.js']));
});

test('plain node runs it as a module', async () => {
  const text = `
    import { createClient, GatewayError } from '@wagw/client';
    import { nextWebhook } from '@wagw/client/webhooks';
    const client = createClient({ baseUrl: '${server.url}', apiKey: 'k' });
    const { state } = await client.sessions.get('loja');
    const answer = await nextWebhook({ secret: 's', onEvent() {} })(new Request('http://x/', { method: 'POST', body: '{}' }));
    console.log(state, answer.status, typeof GatewayError);`;
  expect(await runProgram('module.mjs', text)).toBe('ready 401 function');
});

test('plain node runs it with require', async () => {
  const text = `
    const { createClient } = require('@wagw/client');
    const { expressWebhook } = require('@wagw/client/webhooks');
    createClient({ baseUrl: '${server.url}' }).sessions.get('loja').then(({ state }) => console.log(state, typeof expressWebhook));`;
  expect(await runProgram('script.cjs', text)).toBe('ready function');
});

test.each([
  ['Node', ['--module', 'nodenext', '--lib', 'es2023', '--types', 'node']],
  ['a browser', ['--module', 'esnext', '--moduleResolution', 'bundler', '--lib', 'es2023,dom,dom.iterable']],
])('its types are whole in a program for %s', async (_where, flags) => {
  await writeFile(
    join(project, 'program.mts'),
    `import { createClient, type Event } from '@wagw/client';
     const client = createClient({ baseUrl: '', apiKey: async () => 'token' });
     const body: string = await (async () => {
       for await (const event of client.events({ events: ['message'] })) return event.data.body;
       return '';
     })();
     // @ts-expect-error: there is no such field
     await client.messages.send('loja', { to: '+5511987654321', txt: body });
     export const name = (event: Event): string => event.event;`,
  );
  const root = resolve(PACKAGE, '../../node_modules');
  const usual = ['--noEmit', '--strict', '--target', 'es2023', '--typeRoots', join(root, '@types')];
  const program = join(project, 'program.mts');
  const tsc = run(join(root, '.bin/tsc'), [...usual, ...flags, program], { cwd: project });
  const { stdout } = await tsc.catch((error) => error);
  expect(stdout).toBe('');
});
