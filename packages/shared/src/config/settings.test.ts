import { describe, expect, test } from '@jest/globals';
import { apiOptions, workerOptions } from './options.ts';
import { ConfigError } from './read-config.ts';
import { readApiSettings, readWorkerSettings } from './settings.ts';

const API = { API_KEY: 'a-key' };

describe('without any variable', () => {
  test('the worker has a default for everything', () => {
    expect(readWorkerSettings({})).toMatchObject({
      REDIS_URL: 'redis://127.0.0.1:6379',
      HOST: '127.0.0.1',
      METRICS_PORT: 3002,
      WORKER_ROLES: ['sessions', 'webhooks'],
      MAX_SESSIONS: 20,
      LEASE_DURATION: 6_000,
      WEBHOOK_TIMEOUT: 10_000,
      WEBHOOK_ALLOWED_HOSTS: [],
      CHROME_ARGS: [],
      sessionsPath: 'sessions',
    });
  });

  test('the api only wants its key', () => {
    expect(() => readApiSettings({})).toThrow(/\n {2}API_KEY: is not set.*openssl rand -hex 32$/);
    expect(readApiSettings(API)).toMatchObject({ PORT: 3001, LOG_LEVEL: 'info', API_KEY: 'a-key' });
  });
});

test('the waits between attempts to deliver are a week in all, and can be set', () => {
  const week = readWorkerSettings({}).WEBHOOK_RETRY_SCHEDULE.reduce((sum, ms) => sum + ms, 0);
  expect(week / 86_400_000).toBeGreaterThan(6);
  expect(week / 86_400_000).toBeLessThan(8);
  const own = readWorkerSettings({ WEBHOOK_RETRY_SCHEDULE: '1s, 2m' });
  expect(own.WEBHOOK_RETRY_SCHEDULE).toEqual([1_000, 120_000]);
});

test('Chromium flags are quoted as in a shell', () => {
  const { CHROME_ARGS } = readWorkerSettings({
    CHROME_ARGS: `--host-resolver-rules='MAP web.whatsapp.com:443 127.0.0.1:8443' "--lang=pt BR" --mute-audio`,
  });
  expect(CHROME_ARGS).toEqual([
    '--host-resolver-rules=MAP web.whatsapp.com:443 127.0.0.1:8443',
    '--lang=pt BR',
    '--mute-audio',
  ]);
});

test('SESSIONS_PATH goes before its older name', () => {
  expect(readWorkerSettings({ WWEBJS_AUTH_PATH: '/old' }).sessionsPath).toBe('/old');
  expect(readWorkerSettings({ WWEBJS_AUTH_PATH: '/old', SESSIONS_PATH: '/new' }).sessionsPath).toBe('/new');
});

describe('a variable that cannot be used is named together with what to change', () => {
  test.each([
    ['REDIS_URL', 'localhost:6379', 'must look like redis://host:6379'],
    ['LOG_LEVEL', 'loud', 'must be one of fatal, error, warn'],
    ['METRICS_PORT', '70000', 'must be at most 65535'],
    ['WORKER_ID', 'my worker', 'use up to 64 letters, digits'],
    ['WORKER_ROLES', 'sessions,kitchen', 'must name the roles sessions or webhooks'],
    ['WORKER_ROLES', ',', 'must name the roles sessions or webhooks'],
    ['MAX_SESSIONS', '-1', 'must be at least 0'],
    ['MAX_SESSIONS', 'many', 'write a whole number'],
    ['DEVICE_NAME', 'x'.repeat(51), 'must have at most 50 characters'],
    ['LEASE_DURATION', '6 seconds', 'write a duration such as'],
    ['APP_WEBHOOK_URL', 'ftp://example.com', 'must be an http or https URL'],
    ['APP_WEBHOOK_URL', 'example.com/hook', 'must be an http or https URL'],
    ['WEBHOOK_RETRY_SCHEDULE', '5s,later', 'write a duration such as'],
    ['WEBHOOK_RETRY_SCHEDULE', ',', 'name at least one duration'],
  ])('%s=%s', (name, value, remedy) => {
    const read = () => readWorkerSettings({ [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(`  ${name}: ${remedy}`);
  });
});

test('every option says in a sentence what it does', () => {
  for (const [name, { description }] of Object.entries({ ...apiOptions, ...workerOptions })) {
    expect(`${name}: ${description}`).toMatch(/^\w+: .+\.$|openssl rand -hex 32$/);
  }
});

describe('the environment of systems that ran another gateway', () => {
  test('whose webhook is an origin to which the gateway appended the path', () => {
    const env = {
      PORT: '3000',
      NODE_ENV: 'production',
      LOCAI_WEBHOOK_URL: 'https://alugazap.com',
      WEBHOOK_SECRET: 'your-webhook-secret-here',
      API_KEY: 'a-key',
      CORS_ORIGIN: 'https://alugazap.com',
    };
    expect(readApiSettings(env)).toMatchObject({
      PORT: 3000,
      API_KEY: 'a-key',
      ALLOWED_ORIGINS: ['https://alugazap.com'],
      DIALECTS: ['tenant', 'connection'],
    });
    expect(readWorkerSettings(env).webhook).toEqual({
      url: 'https://alugazap.com/api/webhook/whatsapp-microservice',
      secret: 'your-webhook-secret-here',
      format: 'tenant',
    });
  });

  test('whose webhook is a whole URL', () => {
    const env = {
      NODE_ENV: 'production',
      PORT: '3000',
      BASE_URL: 'http://203.0.113.7:3000',
      JWT_SECRET: 'sua-chave-super-segura-64-caracteres-minimo',
      API_KEY: 'sua-api-key-segura',
      ALLOWED_ORIGINS: 'https://sua-app.netlify.app,https://seu-dominio.com',
      LOCAI_WEBHOOK_URL: 'https://sua-app.netlify.app/api/webhook/whatsapp',
      LOCAI_WEBHOOK_SECRET: 'segredo-compartilhado',
    };
    expect(readApiSettings(env)).toMatchObject({
      ALLOWED_ORIGINS: ['https://sua-app.netlify.app', 'https://seu-dominio.com'],
      JWT_SECRET: 'sua-chave-super-segura-64-caracteres-minimo',
    });
    expect(readWorkerSettings(env).webhook).toEqual({
      url: 'https://sua-app.netlify.app/api/webhook/whatsapp',
      secret: 'segredo-compartilhado',
      format: 'tenant',
    });
  });

  test('who say in which format they want their webhook', () => {
    const env = { LOCAI_WEBHOOK_URL: 'https://shop.example/hook', WEBHOOK_FORMAT: 'native' };
    expect(readWorkerSettings(env).webhook).toMatchObject({ format: 'native' });
    const newer = { ...env, APP_WEBHOOK_URL: 'https://shop.example/new', WEBHOOK_FORMAT: '' };
    expect(readWorkerSettings(newer).webhook).toMatchObject({
      url: 'https://shop.example/new',
      format: 'native',
    });
    expect(readWorkerSettings({}).webhook).toBeUndefined();
  });

  test('dialects are chosen by name, and none is a choice', () => {
    expect(readApiSettings({ ...API, DIALECTS: 'tenant' }).DIALECTS).toEqual(['tenant']);
    expect(readApiSettings({ ...API, DIALECTS: 'none' }).DIALECTS).toEqual([]);
    expect(() => readApiSettings({ ...API, DIALECTS: 'klingon' })).toThrow(
      'DIALECTS: must name some of tenant',
    );
  });
});
