import { expect, test } from '@jest/globals';
import { gather } from './gather.ts';

const rounds: number[][] = [];
const doubled = gather(3, async (context: { factor: number }, asked: readonly number[]) => {
  rounds.push([...asked]);
  if (asked.includes(13)) throw new Error('unlucky');
  return asked.map((one) => one * context.factor);
});

test('what is asked for together is done together, up to a limit, and each gets its own answer', async () => {
  rounds.length = 0;
  const two = { factor: 2 };
  const [first, ...others] = await Promise.all([1, 2, 3, 4].map((one) => doubled(two, one)));
  expect([first, ...others]).toEqual([2, 4, 6, 8]);
  expect(rounds).toEqual([[1, 2, 3], [4]]);
  expect(await doubled(two, 5)).toBe(10);
});

test('different contexts do not mix', async () => {
  rounds.length = 0;
  expect(await Promise.all([doubled({ factor: 1 }, 7), doubled({ factor: 10 }, 7)])).toEqual([7, 70]);
  expect(rounds).toEqual([[7], [7]]);
});

test('a failure is told to all who asked together, and to nobody else', async () => {
  const one = { factor: 1 };
  const asked = await Promise.allSettled([13, 1, 2, 3].map((each) => doubled(one, each)));
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled']);
});
