import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type RunningApi, startApi } from '@wagw/api/testing/running-api';
import { runIsolation } from './run.ts';

/** It takes a tenth of that. */
jest.setTimeout(300_000);

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** The long run is `pnpm bench isolation`. */
const OPERATIONS = 2_000;

test('of five tenants that try everything, none sees or changes anything of another', async () => {
  const report = await runIsolation(api, OPERATIONS, 1);
  expect(report.faults).toEqual([]);
  // Otherwise nothing was tried.
  expect(report.tried.size).toBeGreaterThan(50);
  expect(report.foreign).toBeGreaterThan(OPERATIONS / 10);
  expect(report.succeeded.own).toBeGreaterThan(OPERATIONS / 20);
});
