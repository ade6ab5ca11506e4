import { expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { repeat, startRounds } from './rounds.ts';
import { createSignal } from './signal.ts';

const PATIENCE_MS = 10_000;
const ALMOST_FOR_EVER_MS = 86_400_000;
const never = () => {
  throw new Error('no round has failed');
};

test('a round begins when the one before is over, also when that failed', async () => {
  const history: string[] = [];
  const ending = new AbortController();
  let rounds = 0;
  const round = async () => {
    rounds += 1;
    history.push(`begin ${rounds}`);
    await Promise.resolve();
    history.push(`end ${rounds}`);
    if (rounds === 3) ending.abort();
    if (rounds === 1) throw new Error('lost');
  };
  const onError = (error: unknown) => history.push(String(error));
  await repeat(round, { waitMs: () => 1, onError }, ending.signal);
  expect(history).toEqual(['begin 1', 'end 1', 'Error: lost', 'begin 2', 'end 2', 'begin 3', 'end 3']);
});

test('a wait is cut short by the end, and nothing begins after it', async () => {
  let rounds = 0;
  const waiting = startRounds(
    async () => {
      rounds += 1;
    },
    { waitMs: () => ALMOST_FOR_EVER_MS, onError: never },
  );
  await waiting.close();
  await waiting.close();
  expect(rounds).toBe(0);
});

test('the end tells the round under way, and waits for it', async () => {
  const finish = createSignal();
  let told: AbortSignal | undefined;
  const working = startRounds(
    async (signal) => {
      told = signal;
      await finish.fired;
    },
    { waitMs: () => 1, onError: never },
  );
  const signal = await until('the round', PATIENCE_MS, async () => told);
  let isClosed = false;
  const closing = working.close().then(() => {
    isClosed = true;
  });
  expect([signal.aborted, isClosed]).toEqual([true, false]);
  finish.fire();
  await closing;
});
