import type { Dashboard, Panel, RowPanel } from '@grafana/schema';

/** The Grafana dashboard, as rows of panels; `deploy/monitoring/grafana-dashboard.json` is made of it. */
export function dashboard(): Dashboard {
  return {
    uid: 'wagw',
    title: 'WhatsApp gateway',
    tags: ['wagw'],
    timezone: 'browser',
    editable: true,
    graphTooltip: 1,
    schemaVersion: 39,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    templating: {
      list: [{ name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' }],
    },
    panels: layOut(ROWS),
  };
}

interface Query {
  readonly expr: string;
  /** Grafana's template of a line's name. */
  readonly legend: string;
}

interface Graph {
  readonly title: string;
  /** What Grafana calls the unit. */
  readonly unit: string;
  readonly kind?: 'stat' | 'timeseries';
  readonly stacked?: boolean;
  readonly queries: readonly Query[];
}

interface Row {
  readonly title: string;
  readonly graphs: readonly Graph[];
}

const q = (expr: string, legend = ''): Query => ({ expr, legend });

/** The lines of a histogram's quantiles. @param of only these series */
const quantiles = (histogram: string, of = ''): Query[] =>
  [0.5, 0.95, 0.99].map((quantile) =>
    q(
      `histogram_quantile(${quantile}, sum by (le) (rate(${histogram}_bucket${of}[$__rate_interval])))`,
      `p${quantile * 100}`,
    ),
  );

const rate = (counter: string, by: string): Query =>
  q(`sum by (${by}) (rate(${counter}[$__rate_interval]))`, `{{${by}}}`);

const stat = (title: string, unit: string, expr: string): Graph => ({
  title,
  unit,
  kind: 'stat',
  queries: [q(expr)],
});

const ROWS: readonly Row[] = [
  {
    title: 'At a glance',
    graphs: [
      stat('Sessions that are ready', 'none', 'max(wagw_sessions{state="ready"})'),
      stat('Sessions that wait for a worker', 'none', 'max(wagw_sessions_waiting)'),
      stat('Workers', 'none', 'max(wagw_workers)'),
      stat(
        'Oldest message of a ready session',
        's',
        'max(wagw_queue_oldest_seconds{queue="messages", session="ready"})',
      ),
      stat('Oldest webhook delivery', 's', 'max(wagw_webhook_oldest_pending_seconds)'),
      stat(
        'Alerts that fire',
        'none',
        'count(ALERTS{alertname=~"Wagw.+", alertstate="firing"}) or vector(0)',
      ),
    ],
  },
  {
    title: 'The api',
    graphs: [
      {
        title: 'Requests by status',
        unit: 'reqps',
        stacked: true,
        queries: [rate('wagw_http_request_duration_seconds_count', 'status')],
      },
      {
        title: 'Requests that fail (5xx)',
        unit: 'percentunit',
        queries: [
          q(
            'sum(rate(wagw_http_request_duration_seconds_count{status=~"5.."}[$__rate_interval])) / sum(rate(wagw_http_request_duration_seconds_count[$__rate_interval]))',
            'share',
          ),
        ],
      },
      {
        title: 'Duration of requests, event streams aside',
        unit: 's',
        queries: quantiles('wagw_http_request_duration_seconds', '{route!~".*/events"}'),
      },
      {
        title: 'Event streams that are open',
        unit: 'none',
        queries: [q('sum(wagw_sse_readers)', 'streams')],
      },
    ],
  },
  {
    title: 'Messages',
    graphs: [
      {
        title: 'Accepted',
        unit: 'ops',
        queries: [q('sum(rate(wagw_messages_accepted_total[$__rate_interval]))', 'messages')],
      },
      {
        title: 'Attempts to send, by result',
        unit: 'ops',
        stacked: true,
        queries: [rate('wagw_send_attempts_total', 'result')],
      },
      {
        title: "Accepted until WhatsApp's server has it",
        unit: 's',
        queries: quantiles('wagw_message_accepted_to_sent_seconds'),
      },
      {
        title: 'What waits',
        unit: 'none',
        queries: [q('max by (queue, session) (wagw_queue_jobs)', '{{queue}}, session {{session}}')],
      },
      {
        title: 'The oldest that waits',
        unit: 's',
        queries: [q('max by (queue, session) (wagw_queue_oldest_seconds)', '{{queue}}, session {{session}}')],
      },
      { title: 'Waits for pacing', unit: 's', queries: quantiles('wagw_pacing_wait_seconds') },
      {
        title: 'Commands by outcome',
        unit: 'ops',
        stacked: true,
        queries: [rate('wagw_commands_total', 'outcome')],
      },
      {
        title: 'Files by what came of them',
        unit: 'ops',
        stacked: true,
        queries: [rate('wagw_media_files_total', 'result')],
      },
    ],
  },
  {
    title: 'Sessions',
    graphs: [
      {
        title: 'By state',
        unit: 'none',
        stacked: true,
        queries: [q('max by (state) (wagw_sessions)', '{{state}}')],
      },
      {
        title: 'Room',
        unit: 'none',
        queries: [q('sum(wagw_worker_sessions)', 'owned'), q('max(wagw_sessions_capacity)', 'capacity')],
      },
      {
        title: 'Connections that ended, by reason',
        unit: 'ops',
        stacked: true,
        queries: [rate('wagw_session_ends_total', 'reason')],
      },
      {
        title: 'Placed anew, begun anew, given away',
        unit: 'none',
        queries: [
          q('max(increase(wagw_failovers_total[$__rate_interval]))', 'worker gone'),
          q('sum(increase(wagw_session_recoveries_total[$__rate_interval]))', 'probes failed'),
          q('sum(increase(wagw_sessions_rebalanced_total[$__rate_interval]))', 'evened out'),
        ],
      },
      {
        title: 'Memory of Chromium, by worker',
        unit: 'bytes',
        stacked: true,
        queries: [q('sum by (instance) (wagw_sessions_memory_bytes)', '{{instance}}')],
      },
      {
        title: 'Saves of logins',
        unit: 'ops',
        stacked: true,
        queries: [rate('wagw_login_saves_total', 'result')],
      },
    ],
  },
  {
    title: 'Events and webhooks',
    graphs: [
      { title: 'Events', unit: 'ops', stacked: true, queries: [rate('wagw_events_total', 'event')] },
      {
        title: 'Attempts to deliver, by outcome',
        unit: 'ops',
        stacked: true,
        queries: [rate('wagw_webhook_attempts_total', 'outcome')],
      },
      {
        title: 'Event until delivered',
        unit: 's',
        queries: quantiles('wagw_webhook_event_to_delivered_seconds'),
      },
      {
        title: 'Deliveries that wait, endpoints that pause',
        unit: 'none',
        queries: [
          q('max(wagw_webhook_pending_deliveries)', 'deliveries'),
          q('max(wagw_webhook_paused_endpoints)', 'paused endpoints'),
          q('sum(increase(wagw_webhook_dead_letters_total[$__rate_interval]))', 'given up'),
        ],
      },
    ],
  },
  {
    title: 'Processes',
    graphs: [
      {
        title: 'Event loop, p99 of its delay',
        unit: 's',
        queries: [
          q('max by (job, instance) (wagw_nodejs_eventloop_lag_p99_seconds)', '{{job}} {{instance}}'),
        ],
      },
      {
        title: 'CPU',
        unit: 'percentunit',
        queries: [
          q(
            'sum by (job, instance) (rate(wagw_process_cpu_seconds_total[$__rate_interval]))',
            '{{job}} {{instance}}',
          ),
        ],
      },
      {
        title: 'Memory of Node',
        unit: 'bytes',
        queries: [q('sum by (job, instance) (wagw_process_resident_memory_bytes)', '{{job}} {{instance}}')],
      },
      {
        title: 'Memory of Redis',
        unit: 'bytes',
        queries: [
          q('max(wagw_redis_memory_bytes)', 'used'),
          q('max(wagw_redis_memory_limit_bytes) > 0', 'limit'),
        ],
      },
    ],
  },
];

const WIDTH = 24;
const SIZE = { stat: { w: 4, h: 4 }, timeseries: { w: 12, h: 8 } } as const;

/** From left to right, row after row. */
function layOut(rows: readonly Row[]): (Panel | RowPanel)[] {
  const panels: (Panel | RowPanel)[] = [];
  let y = 0;
  for (const row of rows) {
    panels.push({
      type: 'row',
      id: panels.length + 1,
      title: row.title,
      collapsed: false,
      gridPos: { x: 0, y, w: WIDTH, h: 1 },
      panels: [],
    });
    y += 1;
    let x = 0;
    let height = 0;
    for (const graph of row.graphs) {
      const { w, h } = SIZE[graph.kind ?? 'timeseries'];
      if (x + w > WIDTH) {
        x = 0;
        y += height;
      }
      panels.push(panelOf(graph, panels.length + 1, { x, y, w, h }));
      x += w;
      height = h;
    }
    y += height;
  }
  return panels;
}

function panelOf(graph: Graph, id: number, gridPos: NonNullable<Panel['gridPos']>): Panel {
  const { title, unit, kind = 'timeseries', stacked = false, queries } = graph;
  const datasource = { type: 'prometheus', uid: `\${datasource}` };
  return {
    id,
    type: kind,
    title,
    gridPos,
    datasource,
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + index),
      datasource,
      expr,
      legendFormat: legend,
    })),
    fieldConfig: {
      defaults: {
        unit,
        min: 0,
        ...(kind === 'stat' || !stacked
          ? {}
          : { custom: { fillOpacity: 30, stacking: { mode: 'normal', group: 'A' } } }),
      },
      overrides: [],
    },
    options:
      kind === 'stat'
        ? { reduceOptions: { calcs: ['lastNotNull'] } }
        : {
            legend: { displayMode: 'list', placement: 'bottom', showLegend: true },
            tooltip: { mode: 'multi' },
          },
  };
}
