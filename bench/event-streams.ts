import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startApiProcess } from '@wagw/api/testing/api-process';
import { startTemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { appendEvent, newEventId, unfenced } from '@wagw/shared/events/event-log';
import { createSession } from '@wagw/shared/sessions/session-store';
import { say } from './scripted-gateway.ts';
import { describeLatency } from './webhooks/times.ts';

/**
 * From the recording of an event to each of many readers of the event stream, with the api as a process of its own. Run it by hand:
 * pnpm bench event-streams [--readers 200] [--rate 20] [--seconds 15]
 */

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '200' },
    rate: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '15' },
  },
});
const [readers, rate, seconds] = [Number(values.readers), Number(values.rate), Number(values.seconds)];
const PATIENCE_MS = 60_000;
const API_KEY = 'a-key-for-a-measurement';
const SESSION = 'shop';

const server = await startTemporaryRedis();
const folder = await mkdtemp(join(tmpdir(), 'wagw-event-streams-'));
const api = await startApiProcess({
  apiKey: API_KEY,
  env: { REDIS_URL: server.url, LOG_LEVEL: 'error' },
  logFile: join(folder, 'api.log'),
});
try {
  await api.ready();
  await createSession(
    server.client,
    { id: SESSION, tenantId: 'bench', start: true, metadata: {} },
    Date.now(),
  );
  for (const path of [`/api/v1/sessions/${SESSION}/events`, '/api/v1/events']) await measure(path);
} finally {
  await api.process.stop();
  await server.close();
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);

async function measure(path: string): Promise<void> {
  const agent = new Agent({ maxSockets: readers });
  const times: number[] = [];
  let open = 0;
  const streams = await Promise.all(
    Array.from({ length: readers }, () =>
      openStream(path, agent, (text) => {
        const now = performance.now();
        if (text.includes('id: ') && !text.includes('event: ')) open += 1;
        for (const [, at] of text.matchAll(/"state":"at ([\d.]+)"/g)) times.push(now - Number(at));
      }),
    ),
  );
  await until('every stream to know where it stands', PATIENCE_MS, () => open >= readers);
  let count = 0;
  for (const startedAt = performance.now(); performance.now() - startedAt < seconds * 1_000; ) {
    await record();
    count += 1;
    await sleep(1_000 / rate);
  }
  await until('every event at every reader', PATIENCE_MS, () => times.length >= count * readers);
  say(`${path}, ${readers} readers, ${count} events: event → reader ${describeLatency(times)}`);
  for (const stream of streams) stream.destroy();
  agent.destroy();
}

async function openStream(
  path: string,
  agent: Agent,
  onBlocks: (text: string) => void,
): Promise<IncomingMessage> {
  const headers = { 'x-gateway-key': API_KEY, accept: 'text/event-stream' };
  const request = get(`${api.url}${path}`, { agent, headers });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`${path} answered ${response.statusCode}`);
  let text = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    text += chunk;
    const end = text.lastIndexOf('\n\n') + 2;
    if (end < 2) return;
    onBlocks(text.slice(0, end));
    text = text.slice(end);
  });
  response.on('error', () => undefined);
  return response;
}

function record() {
  return appendEvent(server.client, {
    id: newEventId(),
    fence: unfenced(SESSION),
    tenantId: 'bench',
    body: { event: 'change_state', data: { state: `at ${performance.now()}` } },
    now: Date.now(),
    length: 10_000,
  });
}
