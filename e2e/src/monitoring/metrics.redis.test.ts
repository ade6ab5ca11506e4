import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hasPrometheus } from '@wagw/local-machine/system-parts';
import { until } from '@wagw/local-machine/until';
import { keys } from '@wagw/shared/redis/keys';
import { dashboard } from './dashboard.ts';
import { describedIn, queriedAs } from './exposition.ts';
import { type GatewayProcesses, PATIENCE_MS, startGatewayProcesses, TEST_MS } from './gateway-processes.ts';
import { withMetricsTable } from './metrics-table.ts';
import { DASHBOARD_FILE, PAGE_FILE, readAlerts } from './monitoring-files.ts';
import { type Prometheus, startPrometheus } from './prometheus.ts';
import { metricsIn } from './promql.ts';

/** What a real api and a real worker expose, and what a real Prometheus, the alerts and the dashboard make of it. */

let gateway: GatewayProcesses;
beforeAll(async () => {
  gateway = await startGatewayProcesses();
}, TEST_MS);
afterAll(() => gateway?.close());

let sent = 0;
async function send(text: string): Promise<void> {
  await gateway.client.send('shop', { to: '+5511987654321', text }, randomUUID());
  sent += 1;
}

/** Those of Prometheus itself. */
const ITS_OWN = new Set(['up', 'ALERTS']);

const panelQueries = (dashboard().panels ?? []).flatMap((panel) =>
  ('targets' in panel ? (panel.targets ?? []) : []).map(({ expr }) => ({
    of: String(panel.title),
    expr: String(expr),
  })),
);
const alertQueries = readAlerts().map(({ alert, expr }) => ({ of: alert, expr }));

test('the dashboard in the repository is the one of the code; if not, run `pnpm docs:metrics`', async () => {
  expect(JSON.parse(await readFile(DASHBOARD_FILE, 'utf8'))).toEqual(JSON.parse(JSON.stringify(dashboard())));
});

test('the page lists every metric; if not, run `pnpm docs:metrics`', async () => {
  const page = await readFile(PAGE_FILE, 'utf8');
  expect(page).toBe(withMetricsTable(page, await gateway.scrape()));
});

test('alerts and dashboard ask for metrics that there are', async () => {
  const { api, worker } = await gateway.scrape();
  const known = new Set([api, worker].flatMap((text) => describedIn(text).flatMap(queriedAs)));
  expect(known).toContain('wagw_build_info');
  const unknown = [...panelQueries, ...alertQueries].flatMap(({ of, expr }) =>
    metricsIn(expr)
      .filter((name) => !known.has(name) && !ITS_OWN.has(name))
      .map((name) => `${of}: ${name}`),
  );
  expect(unknown).toEqual([]);
});

test('no metric names a session, a tenant or a number', async () => {
  await gateway.connect('shop');
  await send('hello');
  const { api, worker } = await gateway.scrape();
  expect(api + worker).not.toMatch(/="[^"]*(shop|55\d{6})/);
});

(hasPrometheus() ? describe : describe.skip)('with Prometheus', () => {
  let prometheus: Prometheus;
  beforeAll(async () => {
    prometheus = await startPrometheus(gateway);
  }, TEST_MS);
  afterAll(() => prometheus?.close());

  /** Waits until an instant query has exactly this one value. On a busy machine the count of all sessions would be kept for a minute. */
  const untilQueried = (expression: string, value: number) =>
    until(`${expression} to be ${value}`, PATIENCE_MS, async () => {
      await gateway.redis.client.del(keys.census);
      const values = await prometheus.query(expression);
      if (values.length === 1 && values[0] === value) return true;
      throw new Error(`it is ${values.join(', ') || 'nothing'}`);
    });

  test.each(['api', 'worker'] as const)(
    'promtool has nothing to say against the metrics of the %s',
    async (process) => {
      const input = (await gateway.scrape())[process];
      const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
        input,
        encoding: 'utf8',
      });
      expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: '' });
    },
  );

  test(
    'it finds both processes, and what happened',
    async () => {
      await gateway.connect('shop');
      for (let n = 1; n <= 5; n += 1) await send(`number ${n}`);
      await untilQueried('count(up{job=~"wagw-.+"} == 1)', 2);
      await untilQueried('max(wagw_sessions{state="ready"})', 1);
      await untilQueried('max(wagw_workers)', 1);
      await untilQueried('sum(wagw_messages_accepted_total)', sent);
      await untilQueried('sum(wagw_send_attempts_total{result="handed_over"})', sent);
      await untilQueried('sum(wagw_message_accepted_to_sent_seconds_count)', sent);
      await untilQueried('sum(wagw_queue_jobs)', 0);
      await untilQueried('count(count by (version) (wagw_build_info))', 1);
    },
    TEST_MS,
  );

  test(
    'messages of a session that cannot send are seen to wait, and to grow old',
    async () => {
      await gateway.client.control('shop', 'stop');
      await until('the end of the connection', PATIENCE_MS, async () => {
        return (await gateway.client.session('shop')).state === 'stopped';
      });
      await send('waits');
      await untilQueried('max(wagw_queue_jobs{queue="messages", session="other"})', 1);
      await untilQueried('max(wagw_queue_oldest_seconds{queue="messages", session="other"}) > bool 1', 1);
      await untilQueried('max(wagw_sessions{state="stopped"})', 1);
    },
    TEST_MS,
  );

  test(
    'a session whose worker was killed is counted, and connected again',
    async () => {
      await gateway.connect('bakery');
      await gateway.killWorker();
      await untilQueried('max(wagw_failovers_total)', 1);
      await untilQueried('max(wagw_sessions{state="ready"})', 1);
    },
    TEST_MS,
  );

  test('every alert can be evaluated', async () => {
    const rules = await until('an evaluation of all', PATIENCE_MS, async () => {
      const seen = await prometheus.rules();
      return seen.every(({ health }) => health !== 'unknown') && seen;
    });
    expect(new Set(rules.map(({ name }) => name))).toEqual(new Set(alertQueries.map(({ of }) => of)));
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
  });

  test('every query of the dashboard can be answered', async () => {
    expect(panelQueries.length).toBeGreaterThan(30);
    // Whether there are values depends on what happened.
    for (const { expr } of panelQueries) await prometheus.query(expr.replaceAll('$__rate_interval', '1m'));
  });
});
