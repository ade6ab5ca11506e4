import { Card, Group, SegmentedControl, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '../../ui/lazy-part.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useFormats } from '../../ui/times.ts';
import { type Interval, RANGES, type Range, useHistory } from '../health.ts';
import { CHARTS, type Chart, hasHappened } from './charts.ts';
import { NumbersTable } from './numbers-table.tsx';

/** The library that draws weighs more than all the rest of the console. */
const Drawing = lazyPart(() => import('./drawing.tsx'));

const HEIGHT = 220;
type Shape = 'chart' | 'table';

/** How it was: sends, times, queues, deliveries and sessions, drawn or in numbers. */
export function History() {
  const { t } = useTranslation('operations');
  const [range, setRange] = useState<Range>('hour');
  const [shape, setShape] = useState<Shape>('chart');
  const { data, error, refetch } = useHistory(range);
  return (
    <Stack gap="sm">
      <Group>
        <SegmentedControl
          aria-label={t('history.range')}
          value={range}
          onChange={(value) => setRange(value as Range)}
          data={(Object.keys(RANGES) as Range[]).map((value) => ({ value, label: t(`history.${value}`) }))}
        />
        <SegmentedControl
          aria-label={t('history.show')}
          value={shape}
          onChange={(value) => setShape(value as Shape)}
          data={(['chart', 'table'] as const).map((value) => ({ value, label: t(`history.${value}`) }))}
        />
      </Group>
      {data === undefined && error !== null && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="sm">
        {CHARTS.map((chart) => (
          <ChartCard key={chart.name} chart={chart} intervals={data?.items} shape={shape} />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

interface ChartCardProps {
  readonly chart: Chart;
  /** Undefined while they are read. */
  readonly intervals: readonly Interval[] | undefined;
  readonly shape: Shape;
}

function ChartCard({ chart, intervals, shape }: ChartCardProps) {
  const { t } = useTranslation('operations');
  const title = t(`history.charts.${chart.name}`);
  return (
    <Card withBorder padding="sm">
      <Title order={3} size="h6" mb="xs">
        {title}
      </Title>
      <Content chart={chart} intervals={intervals} shape={shape} title={title} />
    </Card>
  );
}

function Content({ chart, intervals, shape, title }: ChartCardProps & { readonly title: string }) {
  const { t } = useTranslation('operations');
  const { dateTime } = useFormats();
  if (intervals === undefined) return <Skeleton h={HEIGHT} />;
  const isEmpty = !intervals.some((interval) => hasHappened(chart, interval));
  if (isEmpty) {
    return (
      <Text size="sm" c="dimmed">
        {t('history.none')}
      </Text>
    );
  }
  if (shape === 'table') return <NumbersTable chart={chart} intervals={intervals} title={title} />;
  const [first, last] = [intervals[0]?.at ?? 0, intervals.at(-1)?.at ?? 0];
  return (
    <div role="img" aria-label={t('history.chartOf', { title, from: dateTime(first), to: dateTime(last) })}>
      <Suspense fallback={<Skeleton h={HEIGHT} />}>
        <Drawing chart={chart} intervals={intervals} height={HEIGHT} />
      </Suspense>
    </div>
  );
}
