import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ZodError, z } from 'zod';
import type { Service } from '../server/service.ts';
import type { EmulatorControl } from './control.ts';
import { phoneFile } from './phone-files.ts';
import { type RequestName, requests } from './requests.ts';

/** Serves the control API (`POST /control/<name>`), the phone page (`/`) and ticks after each change (`/events`). */
export function createControlServer(control: EmulatorControl, service: Service): Server {
  return createServer((request, response) => {
    handle(request, response, control, service).catch((error) => {
      answer(response, 400, { error: reasonOf(error) });
    });
  });
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  control: EmulatorControl,
  service: Service,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const name = /^\/control\/(\w+)$/.exec(path)?.[1];
  if (path === '/events') {
    streamTicks(response, service);
  } else if (name === undefined) {
    const file = await phoneFile(path);
    if (file)
      response.writeHead(200, { 'content-type': file.type, 'cache-control': 'no-store' }).end(file.body);
    else answer(response, 404, { error: `There is nothing at ${path}` });
  } else if (request.method !== 'POST' || !(name in requests)) {
    answer(response, 404, { error: `There is no call ${name}: ${Object.keys(requests).join(', ')}` });
  } else {
    const schema = requests[name as RequestName];
    const options = schema.parse(JSON.parse((await bodyOf(request)) || '{}'));
    const run = control[name as RequestName] as (options: object) => Promise<unknown>;
    answer(response, 200, { value: (await run.call(control, options)) ?? null });
  }
}

/** Server-sent events: at most ten ticks a second. */
function streamTicks(response: ServerResponse, service: Service): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('data: hello\n\n');
  let timer: NodeJS.Timeout | undefined;
  const tick = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      response.write('data: changed\n\n');
    }, 100);
  };
  service.events.on('changed', tick);
  response.on('close', () => {
    clearTimeout(timer);
    service.events.off('changed', tick);
  });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function reasonOf(error: unknown): string {
  if (error instanceof ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : String(error);
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
