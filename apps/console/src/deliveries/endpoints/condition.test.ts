import { expect, test } from '@jest/globals';
import type { Webhook } from '@wagw/client';
import { conditionOf } from './condition.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const WELL = {
  pending: 0,
  oldestPendingAt: null,
  dead: 0,
  failingSince: null,
  pausedUntil: null,
  lastDeliveredAt: '2026-03-01T11:59:00Z',
  lastFailure: null,
};
const of = (health: Partial<Webhook['health']>, disabledReason: Webhook['disabledReason'] = null) =>
  conditionOf(
    { enabled: disabledReason === null, disabledReason, health: { ...WELL, ...health } } as Webhook,
    NOW,
  );

test('an endpoint delivers, or is told of by the worst that holds', () => {
  expect(of({})).toBe('delivers');
  expect(of({ lastDeliveredAt: null })).toBe('fresh');
  expect(of({ pending: 3, oldestPendingAt: '2026-03-01T11:59:30Z' })).toBe('delivers');
  const behind = { pending: 3, oldestPendingAt: '2026-03-01T11:58:30Z' };
  expect(of(behind)).toBe('behind');
  const failing = { ...behind, failingSince: '2026-03-01T11:50:00Z' };
  expect(of(failing)).toBe('failing');
  expect(of({ ...failing, pausedUntil: '2026-03-01T12:01:00Z' })).toBe('paused');
  expect(of({ ...failing, pausedUntil: '2026-03-01T11:59:00Z' })).toBe('failing');
});

test('one that is off says why', () => {
  expect(of({}, 'by_request')).toBe('off');
  expect(of({}, 'gone')).toBe('gone');
  expect(of({}, 'failing')).toBe('given_up');
});
