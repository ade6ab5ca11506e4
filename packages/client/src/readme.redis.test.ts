import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freePort } from '@wagw/local-machine/free-port';
import { until } from '@wagw/local-machine/until';
import { type Examples, extractExamples } from './testing/readme-examples.ts';
import { startGateway, type WholeGateway } from './testing/whole-gateway.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
/** For a dozen programs on a busy machine. */
const PATIENCE_MS = 150_000;
const TIMEOUT_MS = 180_000;
const SECRET = `whsec_${Buffer.from('thirty-two bytes, as many as fit').toString('base64')}`;

/** Uses what the README only defines. */
const PROVIDERS = `
import { WhatsAppMicroserviceClient } from './microservice-client.ts';
import { WhatsAppProvider } from './whatsapp-provider.ts';

const [url, key] = [process.env.GATEWAY_URL ?? '', process.env.GATEWAY_KEY ?? ''];
const provider = new WhatsAppProvider(url, key);
console.log('provider:', await provider.getSessionStatus('loja'), await provider.getSessionStatus('nobody'));
console.log('provider:', (await provider.getContacts('loja')).map((contact) => contact.name));
console.log('provider:', (await provider.sendMessage('loja', '+5511987654321', 'Oi')).status);
console.log('provider:', (await provider.createSession('segunda', 'acme')).tenantId);
await provider.deleteSession('segunda');

const service = new WhatsAppMicroserviceClient(url, key);
console.log('service:', await service.startSession('loja'), (await service.getStatus('loja')).connected);
console.log('service:', await service.sendMessage('loja', '+5511987654321', 'Oi'));
console.log('service:', await service.sendMessage('nobody', '+5511987654321', 'Oi'));
`;

const SERVE_ROUTE = `
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { POST } from './route.ts';

createServer(async (incoming, outgoing) => {
  const headers = new Headers(incoming.headers as Record<string, string>);
  const init = { method: 'POST', headers, body: Readable.toWeb(incoming), duplex: 'half' };
  const response = await POST(new Request('http://127.0.0.1/hooks', init as RequestInit));
  outgoing.writeHead(response.status).end(await response.text());
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

let gateway: WholeGateway;
let examples: Examples;
let running: ChildProcess | undefined;

beforeAll(async () => {
  examples = extractExamples();
  examples.write('providers.ts', PROVIDERS);
  examples.write('serve-route.ts', SERVE_ROUTE);
  gateway = await startGateway();
  for (const session of ['loja', 'caixa']) await gateway.scan(session);
}, TIMEOUT_MS);

afterAll(async () => {
  if (running !== undefined && running.exitCode === null) {
    const gone = once(running, 'exit');
    running.kill('SIGKILL');
    await gone;
  }
  await gateway?.close();
  examples?.remove();
});

test(
  'every example fits the types',
  async () => {
    expect(examples.names).toHaveLength(new Set(examples.names).size);
    const compilerOptions = { noEmit: true, composite: false, declaration: false, sourceMap: false };
    const config = { extends: '../../../../tsconfig.base.json', compilerOptions, include: ['*.ts'] };
    examples.write('tsconfig.json', JSON.stringify(config));
    const tsc = join(ROOT, 'node_modules/.bin/tsc');
    const { stdout } = await promisify(execFile)(tsc, ['-p', examples.folder]).catch((error) => error);
    expect(stdout).toBe('');
  },
  TIMEOUT_MS,
);

test(
  'every example does what it says',
  async () => {
    const receivers = ['express.ts', 'fastify.ts', 'serve-route.ts'];
    const ports = await Promise.all(receivers.map(() => freePort()));
    const client = gateway.client();
    for (const port of ports) {
      const url = `http://127.0.0.1:${port}/hooks`;
      await client.api.POST('/api/v1/webhooks', { body: { url, secret: SECRET, events: ['message'] } });
    }
    const programs = [
      ...receivers.map((name, index) => ({ name, env: { PORT: String(ports[index]) } })),
      ...[
        'first-message.ts',
        'order.ts',
        'follow-events.ts',
        'files-and-many.ts',
        'errors.ts',
        'browser.ts',
      ].map((name) => ({ name, env: {} })),
      { name: 'providers.ts', env: {} },
    ];
    const list = programs.map(({ name, env }) => ({
      file: pathToFileURL(join(examples.folder, name)).href,
      env,
    }));
    const program = join(import.meta.dirname, 'testing/run-examples.ts');
    running = spawn(
      process.execPath,
      ['--conditions=source', '--import', 'tsx', program, JSON.stringify(list)],
      {
        cwd: examples.folder,
        env: {
          // biome-ignore lint/style/noProcessEnv: the process needs the machine's PATH and HOME
          ...process.env,
          NODE_OPTIONS: '',
          GATEWAY_URL: gateway.baseUrl,
          GATEWAY_KEY: gateway.apiKey,
          WEBHOOK_SECRET: SECRET,
          REDIS_URL: gateway.api.redisServer.url,
        },
      },
    );
    let output = '';
    for (const stream of [running.stdout, running.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    const child = running;
    const answer = 'eco: Seu pedido saiu para entrega.';
    const awaited = ['all done', ...['express', 'fastify', 'next'].map((name) => `${name}: ${answer}`)];
    await until('the output of all examples', PATIENCE_MS, () => {
      return child.exitCode !== null || awaited.every((text) => output.includes(text));
    });
    if (child.exitCode !== null) throw new Error(`An example has failed:\n${output}`);
    const lines = output.split('\n');
    for (const name of ['express', 'fastify', 'next']) {
      // Each delivery was handled once.
      expect(lines.filter((line) => line === `${name}: ${answer}`)).toHaveLength(1);
    }
    const kinds = /^(first message|one message|event|file|batch|error|browser|provider|service):/;
    expect(lines.filter((line) => kinds.test(line)).join('\n')).toMatch(EXPECTED);
  },
  TIMEOUT_MS,
);

const EXPECTED = new RegExp(
  [
    'first message: (delivered|read)',
    'one message: true',
    'event: eco: Seu pedido saiu para entrega.',
    'file: invoice.pdf %PDF-1.7',
    'batch: true 2',
    'error: invalid_request 400 .*',
    'browser: ready true',
    'provider: connected disconnected',
    "provider: \\[ 'Ana' \\]",
    'provider: (queued|sending|sent)',
    'provider: acme',
    'service: true true',
    'service: true',
    'service: false',
  ].join('\\n'),
);
