import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { EngineEvent } from '../engine.ts';
import { LifeStages } from './life-stages.ts';
import { defaultTimings } from './timings.ts';

const account = { phone: '4915100000001', name: 'Ada', platform: 'web' };

describe('a life without network', () => {
  const told: EngineEvent[] = [];
  const ends: string[] = [];
  let canReach: boolean;
  let stages: LifeStages;

  const types = () => told.map(({ type }) => type).filter((type) => type !== 'connection_state');

  beforeEach(async () => {
    jest.useFakeTimers();
    told.length = 0;
    ends.length = 0;
    canReach = true;
    stages = new LifeStages(defaultTimings, {
      emit: (event) => told.push(event),
      end: ({ reason }) => ends.push(reason),
      fail: (error) => ends.push(String(error)),
      probe: async () => ({ ready: true, ...account }),
      reach: async () => {
        if (!canReach) throw new Error('no answer');
      },
      refreshQr: () => undefined,
      linked: async () => undefined,
    });
    stages.launching();
    stages.launched(true);
    stages.documentLoaded();
    stages.socketIs('CONNECTED');
    stages.attached();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(types()).toEqual(['authenticating', 'ready']);
  });

  afterEach(() => {
    stages.stop();
    jest.useRealTimers();
  });

  it('lasts for however long', async () => {
    stages.offline();
    stages.socketIs('OPENING');
    await jest.advanceTimersByTimeAsync(defaultTimings.reconnectMs * 10);
    expect(ends).toEqual([]);
    expect(types()).toEqual(['authenticating', 'ready', 'interrupted']);
  });

  it('is not ready before it is back, whatever the page says', async () => {
    stages.offline();
    stages.socketIs('OPENING');
    stages.socketIs('CONNECTED');
    stages.attached();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(types()).toEqual(['authenticating', 'ready', 'interrupted']);
  });

  it('is ready again once WhatsApp has answered, not when the state says so', async () => {
    canReach = false;
    stages.offline();
    stages.online();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(types().at(-1)).toBe('interrupted');
    canReach = true;
    await jest.advanceTimersByTimeAsync(2_000);
    expect(types()).toEqual(['authenticating', 'ready', 'interrupted', 'ready']);
  });

  it('has the whole time to connect again once it is back', async () => {
    canReach = false;
    stages.offline();
    await jest.advanceTimersByTimeAsync(defaultTimings.reconnectMs * 2);
    stages.online();
    await jest.advanceTimersByTimeAsync(defaultTimings.reconnectMs - 1_000);
    expect(ends).toEqual([]);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(ends).toEqual([expect.stringContaining('connecting again to WhatsApp took longer')]);
  });

  it('counts an answer only when the network was there all the time', async () => {
    let answer: () => void = () => undefined;
    const slow = new LifeStages(defaultTimings, {
      emit: (event) => told.push(event),
      end: () => undefined,
      fail: () => undefined,
      probe: async () => ({ ready: true, ...account }),
      reach: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
      refreshQr: () => undefined,
      linked: async () => undefined,
    });
    told.length = 0;
    slow.launched(true);
    slow.offline();
    slow.online();
    slow.socketIs('CONNECTED');
    slow.attached();
    await jest.advanceTimersByTimeAsync(0);
    slow.offline();
    slow.online();
    answer();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(types()).toEqual(['authenticating']);
    answer();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(types()).toEqual(['authenticating', 'ready']);
    slow.stop();
  });
});

it('is ready for the first time when the profile remembers the login, and not before', async () => {
  jest.useFakeTimers();
  const told: string[] = [];
  let remember: () => void = () => undefined;
  const stages = new LifeStages(defaultTimings, {
    emit: ({ type }) => told.push(type),
    end: () => undefined,
    fail: () => undefined,
    probe: async () => ({ ready: true, ...account }),
    reach: async () => undefined,
    refreshQr: () => undefined,
    linked: () =>
      new Promise((resolve) => {
        remember = resolve;
      }),
  });
  stages.launched(false);
  stages.documentLoaded();
  stages.socketIs('CONNECTED');
  stages.attached();
  await jest.advanceTimersByTimeAsync(defaultTimings.storeMs * 2);
  expect(told).not.toContain('ready');
  remember();
  await jest.advanceTimersByTimeAsync(0);
  expect(told).toContain('ready');
  stages.stop();
  jest.useRealTimers();
});

it('leaves no timer behind, even when somebody still asks for a pairing code', () => {
  jest.useFakeTimers();
  const hooks = { emit: jest.fn(), end: jest.fn(), fail: jest.fn(), refreshQr: jest.fn() };
  const stages = new LifeStages(defaultTimings, {
    ...hooks,
    probe: async () => undefined,
    reach: async () => {},
    linked: async () => {},
  });
  stages.launching();
  stages.stop();
  stages.restQrCodes(0);
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});
