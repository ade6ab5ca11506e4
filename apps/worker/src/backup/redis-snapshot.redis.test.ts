import { buffer } from 'node:stream/consumers';
import { afterEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { openRedisSnapshot } from './redis-snapshot.ts';

let server: TemporaryRedis;
afterEach(() => server.close());

/** Every snapshot begins with this, and ends with eight bytes of checksum after the mark of its end. */
const BEGINNING = 'REDIS';
const END = 0xff;

test('a snapshot comes whole while others write, from a Redis that asks for a user and a password', async () => {
  server = await startTemporaryRedis();
  const { client, url } = server;
  const big = 'x'.repeat(100_000);
  for (let at = 0; at < 50; at += 1) await client.set(`key-${at}`, big + at);
  await client.call('ACL', 'SETUSER', 'saver', 'on', '>s3cret:/@', '+sync', '+psync');
  const withUser = url.replace('redis://', 'redis://saver@');
  const writing = client.set('meanwhile', big);
  const { bytes, content } = await openRedisSnapshot({ url: withUser, password: 's3cret:/@' });
  const snapshot = await buffer(content);
  await writing;
  expect([snapshot.length, snapshot.subarray(0, 5).toString(), snapshot.at(-9)]).toEqual([
    bytes,
    BEGINNING,
    END,
  ]);

  const inUrl = url.replace('redis://', `redis://saver:${encodeURIComponent('s3cret:/@')}@`);
  (await openRedisSnapshot({ url: inUrl })).content.destroy();
  await expect(openRedisSnapshot({ url: withUser, password: 'wrong' })).rejects.toThrow(/WRONGPASS/);
  await client.call('ACL', 'SETUSER', 'saver', '-sync', '-psync');
  await expect(openRedisSnapshot({ url: inUrl })).rejects.toThrow(/NOPERM/);
});

test('a Redis that dies in the middle leaves no snapshot that looks whole', async () => {
  server = await startTemporaryRedis();
  // Larger than what the network holds by itself.
  await server.client.config('SET', 'rdbcompression', 'no');
  for (let at = 0; at < 60; at += 1) await server.client.set(`key-${at}`, String(at).repeat(500_000));
  const { content } = await openRedisSnapshot({ url: server.url });
  process.kill(Number(server.pid), 'SIGKILL');
  await expect(buffer(content)).rejects.toThrow(/cut off|ECONNRESET/);
});
