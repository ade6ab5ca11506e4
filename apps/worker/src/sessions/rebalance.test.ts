import { expect, test } from '@jest/globals';
import { chooseToMove } from './rebalance.ts';

const busy = { id: 'busy', labels: [], lastActivityAt: 3 };
const idle = { id: 'idle', labels: ['eu', 'big'], lastActivityAt: 1 };
const calm = { id: 'calm', labels: ['eu'], lastActivityAt: 2 };

test('of those that a receiver may run, the one that has been idle for longest', () => {
  const all = [busy, idle, calm];
  expect(chooseToMove(all, [new Set(['eu', 'big', 'ssd'])])?.id).toBe('idle');
  expect(chooseToMove(all, [new Set(['eu']), new Set(['big'])])?.id).toBe('calm');
  expect(chooseToMove(all, [new Set()])?.id).toBe('busy');
});

test('none without a receiver, or when none may run any', () => {
  expect(chooseToMove([busy], [])).toBeUndefined();
  expect(chooseToMove([idle], [new Set(['eu'])])).toBeUndefined();
});
