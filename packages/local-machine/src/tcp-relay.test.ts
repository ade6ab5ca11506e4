import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startTcpRelay, type TcpRelay } from './tcp-relay.ts';
import { until } from './until.ts';

const PATIENCE_MS = 10_000;
/** Many times what a byte takes on this machine. */
const LONG_ENOUGH_MS = 100;

let server: Server;
let relay: TcpRelay;
let sockets: Socket[];
let arrived: string;
let ends: number;

/** A server that sends everything back. */
beforeEach(async () => {
  sockets = [];
  arrived = '';
  ends = 0;
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('end', () => {
      ends += 1;
    });
    socket.on('data', (chunk) => {
      arrived += chunk.toString();
      socket.write(chunk);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  relay = await startTcpRelay(server.address() as AddressInfo);
});

afterEach(async () => {
  await relay.close();
  for (const socket of sockets) socket.destroy();
  server.close();
});

async function dial(): Promise<Socket & { echoed: string }> {
  const socket = Object.assign(connect({ host: '127.0.0.1', port: relay.port }), { echoed: '' });
  sockets.push(socket);
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    socket.echoed += chunk.toString();
  });
  await once(socket, 'connect');
  return socket;
}

test('carries bytes and ends both ways', async () => {
  const client = await dial();
  client.write('hello');
  await until('the echo', PATIENCE_MS, () => client.echoed === 'hello');
  client.end();
  await until('the end at the server', PATIENCE_MS, () => ends === 1);
  await until('the end of the link', PATIENCE_MS, () => relay.connections === 0);
});

test('cut: nothing gets through, not even the end; healed: all of it does, in order', async () => {
  const client = await dial();
  client.write('before');
  await until('the echo', PATIENCE_MS, () => client.echoed === 'before');
  relay.cut();
  client.write(' during');
  client.end(' end');
  const late = await dial();
  late.write(' late');
  await sleep(LONG_ENOUGH_MS);
  expect(arrived).toBe('before');
  expect(ends).toBe(0);
  relay.heal();
  await until('the end', PATIENCE_MS, () => ends === 1);
  expect(arrived.replace(' late', '')).toBe('before during end');
  await until('the echo of the late one', PATIENCE_MS, () => late.echoed === ' late');
});

test('reset: each connection breaks, and new ones get through', async () => {
  const client = await dial();
  client.write('hello');
  await until('the echo', PATIENCE_MS, () => client.echoed === 'hello');
  relay.reset();
  await until('the break', PATIENCE_MS, () => client.destroyed);
  const next = await dial();
  next.write('again');
  await until('the echo', PATIENCE_MS, () => next.echoed === 'again');
});

test('more than fits into a buffer arrives whole', async () => {
  const client = await dial();
  const text = 'x'.repeat(3_000_000);
  client.write(text);
  await until('all of it', PATIENCE_MS, () => client.echoed.length === text.length);
});
