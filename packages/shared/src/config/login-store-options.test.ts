import { describe, expect, test } from '@jest/globals';
import { ConfigError } from './read-config.ts';
import { readWorkerSettings } from './settings.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');

test('without LOGIN_STORE nothing is kept', () => {
  expect(readWorkerSettings({})).toMatchObject({ LOGIN_STORE_KEY: [], LOGIN_SAVE_INTERVAL: 600_000 });
  expect(readWorkerSettings({}).LOGIN_STORE).toBeUndefined();
});

test.each([
  ['directory:/var/lib/logins', { kind: 'directory', path: '/var/lib/logins' }],
  ['file:///var/lib/logins', { kind: 'directory', path: '/var/lib/logins' }],
  ['s3://my.bucket', { kind: 's3', bucket: 'my.bucket', prefix: '' }],
  ['s3://bucket/', { kind: 's3', bucket: 'bucket', prefix: '' }],
  ['s3://bucket/gateway/logins/', { kind: 's3', bucket: 'bucket', prefix: 'gateway/logins' }],
])('LOGIN_STORE=%s', (text, address) => {
  expect(readWorkerSettings({ LOGIN_STORE: text }).LOGIN_STORE).toEqual(address);
});

test('several keys are told apart by commas', () => {
  const { LOGIN_STORE_KEY } = readWorkerSettings({ LOGIN_STORE_KEY: `${KEY}, ${KEY}` });
  expect(LOGIN_STORE_KEY).toEqual([new Uint8Array(32).fill(7), new Uint8Array(32).fill(7)]);
});

describe('a variable that cannot be used is named together with what to change', () => {
  test.each([
    ['LOGIN_STORE', 'directory:relative', 'must look like directory:/path'],
    ['LOGIN_STORE', 's3://UPPER/x', 'must look like directory:/path'],
    ['LOGIN_STORE', 's3://bucket/../x/%', 'must look like directory:/path'],
    ['LOGIN_STORE', '/var/lib/logins', 'must look like directory:/path'],
    ['LOGIN_STORE_KEY', 'secret', 'must be 32 bytes in base64'],
    ['LOGIN_STORE_KEY', `${KEY},short`, 'must be 32 bytes in base64'],
    ['LOGIN_SAVE_INTERVAL', '1s', 'must be at least 10s'],
    ['S3_ENDPOINT', 'minio:9000', 'must be an http or https URL'],
    ['S3_FORCE_PATH_STYLE', 'yes', 'must be true or false'],
  ])('%s=%s', (name, value, remedy) => {
    const read = () => readWorkerSettings({ [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(`  ${name}: ${remedy}`);
  });
});
