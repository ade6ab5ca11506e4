import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { problemSchema } from '@wagw/shared/errors/problem';
import { lastAnswer, openRaw, type RawConnection } from './testing/raw-connection.ts';
import { KEY, type RunningApi, startApi } from './testing/running-api.ts';

/** Clients that are slow on purpose, or gone without a word: every connection ends, and others are served meanwhile. */

let api: RunningApi;
let hurried: Awaited<ReturnType<RunningApi['startAnother']>>;
let open: RawConnection[] = [];

const MANY = 40;
/** Far more than the time-outs below; without them it would be minutes or for ever. */
const PATIENCE_MS = 15_000;

beforeAll(async () => {
  api = await startApi();
  hurried = await api.startAnother({
    timeouts: {
      idleMs: 2_500,
      // Those that are not slow must keep to it too, also where the processor is busy with other things.
      headersMs: 1_500,
      requestMs: 3_000,
      handlerMs: PATIENCE_MS,
      keepAliveMs: 300,
      checkMs: 100,
    },
  });
});

afterAll(async () => {
  for (const connection of open) connection.destroy();
  await hurried.close();
  await api.close();
});

async function connections(
  count: number,
  use: (connection: RawConnection) => void,
): Promise<RawConnection[]> {
  const opened = await Promise.all(Array.from({ length: count }, () => openRaw(hurried.baseUrl)));
  open = [...open, ...opened];
  opened.forEach(use);
  return opened;
}

/** What each got, when all have ended; others are served until then. */
async function ends(slow: readonly RawConnection[]): Promise<string[]> {
  let isOver = false;
  const late = AbortSignal.timeout(PATIENCE_MS);
  const all = Promise.all(slow.map(({ ended }) => ended)).finally(() => {
    isOver = true;
  });
  let served = 0;
  while (!isOver && !late.aborted) {
    expect(await statusOf('/api/v1/sessions')).toBe(200);
    served += 1;
  }
  expect(late.aborted).toBe(false);
  expect(served).toBeGreaterThan(0);
  return all;
}

/** Over a connection of its own: one that is kept ends soon here. */
function statusOf(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const options = { agent: false, headers: { 'x-gateway-key': KEY } };
    get(hurried.baseUrl + path, options, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode));
    }).once('error', reject);
  });
}

const HEAD = `POST /api/v1/sessions HTTP/1.1\r\nhost: a\r\nx-gateway-key: ${KEY}\r\ncontent-type: application/json\r\n`;

function expectTimeout(text: string): void {
  const answer = lastAnswer(text);
  expect(answer?.status).toBe(408);
  expect(answer?.head).toContain('content-type: application/problem+json');
  expect(problemSchema.parse(JSON.parse(answer?.body ?? '')).code).toBe('request_timeout');
}

describe('a connection ends within its time-out', () => {
  test('when headers drip in', async () => {
    const slow = await connections(MANY, (connection) => {
      connection.send(HEAD);
      connection.drip('x-a: b\r\n', 100);
    });
    for (const text of await ends(slow)) expectTimeout(text);
  });

  test('when a body drips in', async () => {
    const slow = await connections(MANY, (connection) => {
      connection.send(`${HEAD}content-length: 100000\r\n\r\n{`);
      connection.drip(' ', 100);
    });
    for (const text of await ends(slow)) expectTimeout(text);
  });

  test('when chunks of a body drip in', async () => {
    const slow = await connections(MANY, (connection) => {
      connection.send(`${HEAD}transfer-encoding: chunked\r\n\r\n1\r\n{\r\n`);
      connection.drip('1\r\n \r\n', 100);
    });
    for (const text of await ends(slow)) expectTimeout(text);
  });

  test('when nothing comes at all', async () => {
    for (const text of await ends(await connections(MANY, () => undefined))) expectTimeout(text);
  });

  test('when it stays open after an answer', async () => {
    const slow = await connections(MANY, (connection) =>
      connection.send('GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n'),
    );
    for (const text of await ends(slow)) expect(lastAnswer(text)?.status).toBe(200);
  });

  test('when it was left half open, before or within a request', async () => {
    const slow = await connections(MANY, (connection) => {
      connection.send(HEAD);
      connection.finish();
    });
    for (const text of await ends(slow)) expect([400, undefined]).toContain(lastAnswer(text)?.status);
  });

  test('when nobody reads the answers', async () => {
    const cut = new Promise<boolean>((resolve) => {
      hurried.app.server.once('connection', (socket) => socket.once('close', () => resolve(true)));
    });
    // Some of these answers fill every buffer on the way.
    await connections(1, (deaf) => {
      deaf.stopReading();
      deaf.send('GET /openapi.json HTTP/1.1\r\nhost: a\r\n\r\n'.repeat(200));
    });
    expect(await Promise.race([cut, sleep(PATIENCE_MS, false, { ref: false })])).toBe(true);
  });
});
