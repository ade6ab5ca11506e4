import { expect, test } from '@jest/globals';
import { createAdmission } from './admission.ts';

const MB = 1024 * 1024;
const admission = (freeMb: number | undefined, maxSessions = 20, reserveMb = 256) =>
  createAdmission({
    maxSessions,
    reserveMb,
    freeMemory: async () => (freeMb === undefined ? undefined : freeMb * MB),
  });

test('with memory enough, or where it cannot be known, the count decides', async () => {
  expect(await admission(100_000).capacity([])).toBe(20);
  expect(await admission(undefined).capacity([])).toBe(20);
  expect(await admission(1, 20, 0).capacity([])).toBe(20);
});

test('before anything is measured a session counts 200 MB', async () => {
  expect(await admission(256 + 199).capacity([])).toBe(0);
  expect(await admission(256 + 650).capacity([])).toBe(3);
});

test('measured sessions tell what the next one will use', async () => {
  expect(await admission(256 + 350).capacity([100 * MB, 60 * MB])).toBe(2 + 4);
});

test('a session that starts has its memory still to take', async () => {
  expect(await admission(256 + 350).capacity([80 * MB, undefined, undefined])).toBe(3 + 2);
});

test('when memory is short it takes no more, and never less than none', async () => {
  expect(await admission(100).capacity([80 * MB, 80 * MB])).toBeLessThanOrEqual(2);
  expect(await admission(0).capacity([undefined])).toBe(0);
});

test('this machine can be measured', async () => {
  const measured = createAdmission({ maxSessions: 1_000_000, reserveMb: 1 });
  const capacity = await measured.capacity([]);
  expect(capacity).toBeGreaterThan(0);
  expect(capacity).toBeLessThan(1_000_000);
});
