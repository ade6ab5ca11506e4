import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { EVENTS } from '@wagw/shared/events/catalogue';
import { type Fence, parseEnvelope, readEvents } from '@wagw/shared/events/event-log';
import { STATE_CODE_NAMES, type StateCode } from '@wagw/shared/sessions/session-state';
import { createRecorder } from '../events/recorder.ts';
import { heldLease, silentLogger, testMetrics } from '../testing/parts.ts';
import { storeFresh, storeOwned } from '../testing/stored.ts';
import { connectionState } from './session-events.ts';
import { StateReport } from './state-report.ts';

let server: TemporaryRedis;
let fence: Fence;
beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());
beforeEach(async () => {
  fence = await storeFresh(server.client);
});

function reportOf(owner: Fence, onFenced: () => void = () => undefined): StateReport {
  const { metrics } = testMetrics();
  const session = { fence: owner, lease: heldLease, tenantId: 'acme', logLength: 1_000, metrics };
  return new StateReport({
    fence: owner,
    ownership: { update: async () => true },
    recorder: createRecorder(server.client, session),
    logger: silentLogger,
    onFenced,
  });
}

async function told(event: keyof typeof EVENTS): Promise<Record<string, unknown>[]> {
  const all = (await readEvents(server.client, fence.sessionId, 0, 100)).map(({ json }) =>
    parseEnvelope(json),
  );
  const data = all.flatMap((envelope) => (envelope.event === event ? [envelope.data] : []));
  for (const each of data) expect(EVENTS[event].data.strict().parse(each)).toEqual(each);
  return data;
}

async function pass(report: StateReport, ...codes: StateCode[]): Promise<void> {
  for (const code of codes) await report.enter(code);
}

test('the connection is told of when it changes, and since when it is gone', async () => {
  const before = Math.floor(Date.now() / 1000);
  await pass(
    reportOf(fence),
    'starting',
    'scan_qr',
    'authenticating',
    'ready',
    'interrupted',
    'ready',
    'conflict',
    'stopped',
  );
  const gone = expect.any(Number);
  const statuses = await told('connection.status');
  expect(statuses).toEqual([
    { state: 'connecting' },
    { state: 'open' },
    { state: 'connecting', lastSeen: gone },
    { state: 'open' },
    { state: 'refused', lastSeen: gone },
    { state: 'closed', lastSeen: gone },
  ]);
  expect(statuses[2]?.lastSeen).toBeGreaterThanOrEqual(before);
  expect(await told('session.status')).toHaveLength(8);
});

test('it is told anew by the next owner, who cannot know what was told last', async () => {
  await pass(reportOf(fence), 'starting', 'ready');
  fence = { ...fence, owner: 'next', epoch: 8 };
  await storeOwned(server.client, fence);
  await pass(reportOf(fence), 'starting', 'ready');
  const states = (await told('connection.status')).map(({ state }) => state);
  expect(states).toEqual(['connecting', 'open', 'connecting', 'open']);
});

test('an owner that is none any more tells nothing', async () => {
  const onFenced = jest.fn();
  await pass(reportOf({ ...fence, epoch: 6 }, onFenced), 'starting');
  expect(onFenced).toHaveBeenCalledTimes(1);
  expect(await told('connection.status')).toEqual([]);
});

test('it is open when messages can be sent, and only then', () => {
  const open = STATE_CODE_NAMES.filter((code) => connectionState(code) === 'open');
  expect(open).toEqual(['ready']);
  const refused = STATE_CODE_NAMES.filter((code) => connectionState(code) === 'refused');
  expect(refused.sort()).toEqual(['blocked', 'conflict', 'proxy_blocked']);
});
