import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { watchProcess } from './process-watch.ts';

/** Of the processor's time, which takes longer where others use it too. */
const BLOCK_MS = 400;

function block(): void {
  const before = process.cpuUsage();
  while (process.cpuUsage(before).user < BLOCK_MS * 1_000);
}

test('a blocked event loop shows, with the work that blocked it, and is forgotten', async () => {
  const from = performance.now();
  const watch = watchProcess(2_000);
  try {
    // The rhythm begins with the first turn of the loop.
    await sleep(50);
    block();
    await sleep(50);
    const health = watch.health();
    expect(health.eventLoop.maxMs).toBeGreaterThan(BLOCK_MS * 0.8);
    expect(health.cpuPercent).toBeGreaterThan((BLOCK_MS * 0.8 * 100) / (performance.now() - from));
    expect(health.memory.rssBytes).toBeGreaterThan(health.memory.heapUsedBytes);
    const { maxMs } = health.eventLoop;
    await until('two quiet spans', 20_000, () => watch.health().eventLoop.maxMs < maxMs);
  } finally {
    watch.close();
  }
});
