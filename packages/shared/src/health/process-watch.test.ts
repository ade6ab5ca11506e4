import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { watchProcess } from './process-watch.ts';

const BLOCK_MS = 400;

function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

test('a blocked event loop shows, with the work that blocked it, and is forgotten', async () => {
  const watch = watchProcess(1_000);
  try {
    // The rhythm begins with the first turn of the loop.
    await sleep(50);
    block(BLOCK_MS);
    await sleep(50);
    const health = watch.health();
    expect(health.eventLoop.maxMs).toBeGreaterThan(BLOCK_MS * 0.8);
    expect(health.cpuPercent).toBeGreaterThan(10);
    expect(health.memory.rssBytes).toBeGreaterThan(health.memory.heapUsedBytes);
    const { maxMs } = health.eventLoop;
    await until('two quiet spans', 20_000, () => watch.health().eventLoop.maxMs < maxMs);
  } finally {
    watch.close();
  }
});
