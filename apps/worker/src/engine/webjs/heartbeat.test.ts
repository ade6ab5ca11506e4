import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Heartbeat } from './heartbeat.ts';

describe('a heartbeat', () => {
  let asked: number;
  let silences: string[];
  let answer: () => Promise<string>;
  let heartbeat: Heartbeat<string>;

  beforeEach(() => {
    jest.useFakeTimers();
    asked = 0;
    silences = [];
    answer = async () => 'alive';
    heartbeat = new Heartbeat({
      everyMs: 1_000,
      deadlineMs: 500,
      ask: () => {
        asked += 1;
        return answer();
      },
      onAnswer: () => undefined,
      onSilence: (error) => silences.push(error.message),
    });
  });

  afterEach(() => {
    heartbeat.stop();
    jest.useRealTimers();
  });

  it('asks again and again, and notices silence but not failure', async () => {
    heartbeat.start();
    await jest.advanceTimersByTimeAsync(3_000);
    expect(asked).toBe(3);
    answer = async () => {
      throw new Error('the page is just going');
    };
    await jest.advanceTimersByTimeAsync(1_000);
    expect(silences).toEqual([]);
    answer = () => new Promise(() => undefined);
    await jest.advanceTimersByTimeAsync(1_500);
    expect(silences).toEqual(['the answer to a heartbeat took longer than 500 ms']);
  });

  it('is stopped for good, also when it was about to be started', async () => {
    heartbeat.stop();
    heartbeat.start();
    heartbeat.beatNow();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(asked).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });
});
