import { expect, it } from '@jest/globals';
import { pause } from './deadlines.ts';
import { Turnstile } from './turnstile.ts';

it('lets the next one in when the one before has left or has stayed for too long', async () => {
  const turnstile = new Turnstile();
  const entered: string[] = [];
  const enter = async (name: string, ms: number) => {
    await turnstile.enter(ms);
    entered.push(name);
  };
  await enter('first', 60_000);
  const second = enter('second', 10);
  const third = enter('third', 60_000);
  await pause(1);
  expect(entered).toEqual(['first']);
  turnstile.leave();
  await second;
  await third;
  expect(entered).toEqual(['first', 'second', 'third']);
});
