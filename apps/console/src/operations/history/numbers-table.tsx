import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../ui/times.ts';
import type { Interval } from '../health.ts';
import { type Chart, hasHappened } from './charts.ts';

interface NumbersTableProps {
  readonly chart: Chart;
  readonly intervals: readonly Interval[];
  readonly title: string;
}

/** A chart in numbers, the newest first, without the times in which nothing happened. */
export function NumbersTable({ chart, intervals, title }: NumbersTableProps) {
  const { t } = useTranslation('operations');
  const { number, dateTime } = useFormats();
  const eventful = intervals.filter((interval) => hasHappened(chart, interval));
  return (
    <>
      {eventful.length < intervals.length && (
        <Text size="xs" c="dimmed" mb={4}>
          {t('history.leftOut')}
        </Text>
      )}
      <Table.ScrollContainer
        minWidth={360}
        maxHeight={320}
        type="native"
        tabIndex={0}
        aria-label={title}
        role="region"
      >
        <Table verticalSpacing={4} aria-label={title} stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('history.time')}</Table.Th>
              {chart.series.map(({ name }) => (
                <Table.Th key={name}>{t(`history.series.${name}`)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {eventful.reverse().map((interval) => (
              <Table.Tr key={interval.at}>
                <Table.Td>
                  {dateTime(interval.at)}
                  {!interval.isOver && (
                    <Text size="xs" c="dimmed">
                      {t('history.unfinished')}
                    </Text>
                  )}
                </Table.Td>
                {chart.series.map(({ name, value }) => {
                  const known = value(interval);
                  return <Table.Td key={name}>{known === null ? '–' : number(known)}</Table.Td>;
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}
