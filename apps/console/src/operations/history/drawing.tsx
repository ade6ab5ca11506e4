import '@mantine/charts/styles.css';
import { BarChart, LineChart } from '@mantine/charts';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../ui/times.ts';
import type { Interval } from '../health.ts';
import type { Chart, Hue } from './charts.ts';
import classes from './drawing.module.css';

interface DrawingProps {
  readonly chart: Chart;
  readonly intervals: readonly Interval[];
  /** Pixels. */
  readonly height: number;
}

const COLORS: Record<Hue, string> = {
  blue: 'var(--chart-blue)',
  red: 'var(--chart-red)',
  amber: 'var(--chart-amber)',
  green: 'var(--chart-green)',
};
const DASHES: Record<Hue, string> = { blue: '0', red: '6 3', amber: '2 3', green: '10 3 2 3' };
const STILL = { isAnimationActive: false };

/** A chart. What it says is said in words and numbers elsewhere. */
export default function Drawing({ chart, intervals, height }: DrawingProps) {
  const { t } = useTranslation('operations');
  const { time, number } = useFormats();
  const data = intervals.map((interval) => ({
    at: time(interval.at),
    ...Object.fromEntries(chart.series.map(({ name, value }) => [name, value(interval)])),
  }));
  const series = chart.series.map(({ name, hue }) => ({
    name,
    label: t(`history.series.${name}`),
    color: COLORS[hue],
    strokeDasharray: DASHES[hue],
  }));
  const common = {
    h: height,
    data,
    dataKey: 'at',
    series,
    withLegend: true,
    legendProps: { itemSorter: null },
    valueFormatter: number,
    xAxisProps: { minTickGap: 40 },
    yAxisProps: { width: 44, allowDecimals: chart.kind === 'lines' },
  };
  return (
    <div className={classes.colours ?? ''}>
      {chart.kind === 'bars' ? (
        <BarChart
          {...common}
          type="stacked"
          barProps={STILL}
          barChartProps={{ accessibilityLayer: false }}
          tooltipAnimationDuration={0}
        />
      ) : (
        <LineChart
          {...common}
          curveType="linear"
          // What is known of one interval alone makes no line.
          withDots={isFullOfGaps(chart, intervals)}
          dotProps={{ r: 2, strokeWidth: 0 }}
          connectNulls={false}
          lineProps={STILL}
          lineChartProps={{ accessibilityLayer: false }}
          tooltipAnimationDuration={0}
        />
      )}
    </div>
  );
}

function isFullOfGaps({ series }: Chart, intervals: readonly Interval[]): boolean {
  const known = intervals.filter((interval) => series.some(({ value }) => value(interval) !== null));
  return known.length < intervals.length / 2;
}
