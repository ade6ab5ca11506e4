import { expect, test } from '@jest/globals';
import { readWorkerSettings } from '@wagw/shared/config/settings';
import { openLoginStore } from './open-store.ts';

const open = (env: Record<string, string>) => openLoginStore(readWorkerSettings(env));

test('there is none unless it is configured', async () => {
  expect(await open({})).toBeUndefined();
});

test('half of a pair of credentials is an error of the configuration', async () => {
  const address = { LOGIN_STORE: 's3://bucket' };
  await expect(open({ ...address, AWS_ACCESS_KEY_ID: 'id' })).rejects.toThrow('must be set together');
  await expect(open({ ...address, AWS_SECRET_ACCESS_KEY: 'secret' })).rejects.toThrow('must be set together');
});

test('a server that is not there is no error until it is asked', async () => {
  const store = await open({
    LOGIN_STORE: 's3://bucket/prefix',
    S3_ENDPOINT: 'http://127.0.0.1:9',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
  await expect(store?.list('one')).rejects.toThrow(/ECONNREFUSED/);
  store?.close();
});
