import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ApiUnderTest, startApiUnderTest } from './api-under-test.ts';
import { runMalformed } from './run.ts';

let api: ApiUnderTest;

beforeAll(async () => {
  api = await startApiUnderTest();
});

afterAll(() => api.close());

/** The same in every run; `pnpm bench malformed` takes another one each time, and more of them. */
const SEED = 20_261_122;
const REQUESTS = 2_500;
/** What one request may block is measured by the bench. Here the machine is busy with other tests. */
const HUNG_S = 5;

test(`${REQUESTS} malformed requests (seed ${SEED}) are answered with success or a problem, never with a failure`, async () => {
  const outcome = await runMalformed(api, { seed: SEED, requests: REQUESTS, atOnce: 8 });
  expect(outcome.faults).toEqual([]);
  expect(outcome.longestStall).toBeLessThan(HUNG_S);

  // They came to where it matters: most operations, past the validation and before it.
  const { paths } = api.document;
  const operations = Object.values(paths).flatMap((item) => Object.keys(item));
  expect(outcome.operations).toBeGreaterThan(operations.length * 0.9);
  const seen = Object.keys(outcome.statuses).map(Number);
  expect(seen).toEqual(expect.arrayContaining([200, 202, 400, 401, 404, 415, 422, 431]));
  expect(outcome.unanswered).toBeLessThan(REQUESTS * 0.02);
}, 180_000);
