import { parseArgs } from 'node:util';
import { startApi } from '@wagw/api/testing/running-api';
import { runIsolation } from '@wagw/e2e/isolation/run';
import { say } from './scripted-gateway.ts';

/**
 * Five tenants ask for everything with ids of their own, of each other and of nobody. Run it by hand:
 * pnpm bench isolation [--operations 50000] [--seed 1]
 */

const { values } = parseArgs({
  options: { operations: { type: 'string', default: '50000' }, seed: { type: 'string' } },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
say(`seed ${seed}`);

const api = await startApi();
try {
  const started = performance.now();
  const { operations, foreign, succeeded, tried, faults } = await runIsolation(
    api,
    Number(values.operations),
    seed,
  );
  for (const fault of faults.slice(0, 20)) say(fault);
  say(
    `${operations} operations of ${tried.size} kinds in ${Math.round((performance.now() - started) / 1000)} s: ` +
      `${succeeded.own} about one's own and ${succeeded.none} about nothing in particular succeeded, ` +
      `${foreign} about another's; ${faults.length} faults`,
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  await api.close();
}
