import { expect, test } from '@jest/globals';
import { oneAtATime } from './one-at-a-time.ts';

test('who asks while a look is under way shares it; who asks later gets a look of their own', async () => {
  let looks = 0;
  let finish: (seen: number) => void = () => undefined;
  const look = oneAtATime(() => {
    looks += 1;
    return new Promise<number>((resolve) => {
      finish = resolve;
    });
  });
  const together = [look(), look(), look()];
  finish(1);
  expect(await Promise.all(together)).toEqual([1, 1, 1]);
  const later = look();
  finish(2);
  expect([await later, looks]).toEqual([2, 2]);
});

test('a look that fails fails for all who share it, and is not kept', async () => {
  let isBroken = true;
  const look = oneAtATime(async () => {
    if (isBroken) throw new Error('broken');
    return 'well';
  });
  const outcomes = await Promise.allSettled([look(), look()]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  isBroken = false;
  expect(await look()).toBe('well');
});
