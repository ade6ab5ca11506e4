import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningApi, startApi } from './testing/running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

test('connections that were never used do not hold the closing up; one that is used at last is answered', async () => {
  const another = await api.startAnother();
  const { hostname: host, port } = new URL(another.baseUrl);
  const open = async () => {
    const socket = connect({ host, port: Number(port) });
    await once(socket, 'connect');
    return socket;
  };
  const [silent, late] = [await open(), await open()];
  const closed = another.close();
  late.write(`GET /health/live HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
  expect(await text(late)).toMatch(/^HTTP\/1.1 200 /);
  await Promise.all([closed, once(silent, 'close')]);
});
