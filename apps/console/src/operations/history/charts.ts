import type { Interval } from '../health.ts';
import type en from '../texts/en.ts';

type Texts = (typeof en)['history'];
export type ChartName = keyof Texts['charts'];
type SeriesName = keyof Texts['series'];

/** Colours that most people with a colour deficiency tell apart; lines differ by their dashes too. */
export type Hue = 'blue' | 'red' | 'amber' | 'green';

interface Series {
  readonly name: SeriesName;
  readonly hue: Hue;
  /** null where nothing is known. */
  readonly value: (interval: Interval) => number | null;
}

export interface Chart {
  readonly name: ChartName;
  /** What is counted in an interval is a bar; what is measured is a line. */
  readonly kind: 'bars' | 'lines';
  readonly series: readonly Series[];
}

/** What the history shows, in the order of the page. */
export const CHARTS: readonly Chart[] = [
  {
    name: 'sends',
    kind: 'bars',
    series: [
      { name: 'sent', hue: 'blue', value: ({ messages }) => messages.sent },
      { name: 'unconfirmed', hue: 'amber', value: ({ messages }) => messages.unconfirmed },
      { name: 'failed', hue: 'red', value: ({ messages }) => messages.failed },
    ],
  },
  {
    name: 'sendTimes',
    kind: 'lines',
    series: [
      { name: 'p50', hue: 'blue', value: ({ messages }) => messages.sendSeconds?.p50 ?? null },
      { name: 'p95', hue: 'red', value: ({ messages }) => messages.sendSeconds?.p95 ?? null },
    ],
  },
  {
    name: 'depths',
    kind: 'lines',
    series: [
      { name: 'messages', hue: 'blue', value: ({ messages }) => messages.waiting },
      { name: 'scheduled', hue: 'amber', value: ({ messages }) => messages.scheduled },
      { name: 'pending', hue: 'green', value: ({ webhooks }) => webhooks.pending },
    ],
  },
  {
    name: 'ages',
    kind: 'lines',
    series: [
      { name: 'messages', hue: 'blue', value: ({ messages }) => messages.oldestWaitingSeconds },
      { name: 'pending', hue: 'green', value: ({ webhooks }) => webhooks.oldestPendingSeconds },
    ],
  },
  {
    name: 'deliveries',
    kind: 'bars',
    series: [
      { name: 'delivered', hue: 'blue', value: ({ webhooks }) => webhooks.delivered },
      { name: 'failedAttempts', hue: 'amber', value: ({ webhooks }) => webhooks.failedAttempts },
      { name: 'deadLetters', hue: 'red', value: ({ webhooks }) => webhooks.deadLetters },
    ],
  },
  {
    name: 'deliveryTimes',
    kind: 'lines',
    series: [
      { name: 'p50', hue: 'blue', value: ({ webhooks }) => webhooks.deliverySeconds?.p50 ?? null },
      { name: 'p95', hue: 'red', value: ({ webhooks }) => webhooks.deliverySeconds?.p95 ?? null },
    ],
  },
  {
    name: 'sessions',
    kind: 'bars',
    series: [
      { name: 'connected', hue: 'blue', value: ({ sessions }) => sessions?.connected ?? null },
      { name: 'connecting', hue: 'green', value: ({ sessions }) => sessions?.connecting ?? null },
      { name: 'qrPending', hue: 'amber', value: ({ sessions }) => sessions?.qrPending ?? null },
      { name: 'disconnected', hue: 'red', value: ({ sessions }) => sessions?.disconnected ?? null },
    ],
  },
];

/** Whether there is anything to say of an interval. */
export const hasHappened = ({ series }: Chart, interval: Interval): boolean =>
  series.some(({ value }) => (value(interval) ?? 0) !== 0);
