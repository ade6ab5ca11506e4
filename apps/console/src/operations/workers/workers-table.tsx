import { Anchor, Progress, Skeleton, Table, Text } from '@mantine/core';
import { IconHeartbeat, IconTransferOut } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { useFormats, useNow } from '../../ui/times.ts';
import { type System, useFleet, useSystem, type Worker } from '../health.ts';

type Report = NonNullable<System['workers']>[number];

/** Every living worker that owns sessions: where, how full, how busy. */
export function WorkersTable() {
  const { t } = useTranslation('operations');
  const { data, error, refetch } = useFleet();
  const { data: system } = useSystem();
  if (data === undefined) {
    return error === null ? (
      <Skeleton h={120} />
    ) : (
      <ProblemAlert error={error} onRetry={() => void refetch()} />
    );
  }
  const reports = new Map(system?.workers?.map((report) => [report.id, report]));
  if (data.workers.length === 0) return <Text>{t('workers.none')}</Text>;
  return (
    <Table.ScrollContainer minWidth={820} type="native" tabIndex={0}>
      <Table verticalSpacing="xs" aria-label={t('workers.heading')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('workers.worker')}</Table.Th>
            <Table.Th>{t('workers.state')}</Table.Th>
            <Table.Th>{t('workers.sessions')}</Table.Th>
            <Table.Th>{t('workers.memory')}</Table.Th>
            <Table.Th>{t('workers.load')}</Table.Th>
            <Table.Th>{t('workers.host')}</Table.Th>
            <Table.Th>{t('workers.labels')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.workers.map((worker) => (
            <Row key={worker.id} worker={worker} report={reports.get(worker.id)} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ worker, report }: { readonly worker: Worker; readonly report: Report | undefined }) {
  const { t } = useTranslation('operations');
  const { ago } = useFormats();
  const now = useNow();
  const { id, host, version, labels, startedAt } = worker;
  return (
    <Table.Tr>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        <Anchor component={Link} href={`/workers/${encodeURIComponent(id)}`} size="sm" fw={600}>
          {id}
        </Anchor>
        <Text size="xs" c="dimmed">
          {t('workers.started', { ago: ago(startedAt, now) })}
        </Text>
      </Table.Td>
      <Table.Td>
        <WorkerBadge isDraining={worker.isDraining} />
      </Table.Td>
      <Table.Td miw={120}>
        <Sessions worker={worker} />
      </Table.Td>
      <Table.Td>
        <Memory worker={worker} report={report} />
      </Table.Td>
      <Table.Td>
        <Load report={report} />
      </Table.Td>
      <Table.Td>
        <Text size="sm">{host}</Text>
        <Text size="xs" c="dimmed">
          {version ?? t('now.unknown')}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{labels.length === 0 ? t('workers.noLabels') : labels.join(', ')}</Text>
      </Table.Td>
    </Table.Tr>
  );
}

/** Whether a worker keeps its sessions. */
export function WorkerBadge({ isDraining }: { readonly isDraining: boolean }) {
  const { t } = useTranslation('operations');
  return isDraining ? (
    <StateBadge color="orange" icon={IconTransferOut}>
      {t('workers.draining')}
    </StateBadge>
  ) : (
    <StateBadge color="green" icon={IconHeartbeat}>
      {t('workers.alive')}
    </StateBadge>
  );
}

function Sessions({ worker: { sessions, capacity } }: { readonly worker: Worker }) {
  const { t } = useTranslation('operations');
  const { number } = useFormats();
  const words = t('workers.sessionsOf', { count: sessions, capacity: number(capacity) });
  return (
    <>
      <Text size="sm">{words}</Text>
      <Progress
        value={capacity === 0 ? 100 : (sessions / capacity) * 100}
        size="sm"
        color={sessions >= capacity ? 'orange' : 'brand'}
        aria-hidden
      />
    </>
  );
}

function Memory({ worker, report }: { readonly worker: Worker; readonly report: Report | undefined }) {
  const { t } = useTranslation('operations');
  const { bytes } = useFormats();
  const browsers = worker.memoryBytes;
  if (browsers === null || report === undefined) return <Text size="sm">{t('now.unknown')}</Text>;
  const own = report.process.memory.rssBytes;
  return (
    <>
      <Text size="sm">{bytes(browsers + own)}</Text>
      <Text size="xs" c="dimmed">
        {t('workers.memoryHint', { browsers: bytes(browsers), process: bytes(own) })}
      </Text>
    </>
  );
}

function Load({ report }: { readonly report: Report | undefined }) {
  const { t } = useTranslation('operations');
  const { number } = useFormats();
  if (report === undefined) return <Text size="sm">{t('now.unknown')}</Text>;
  const { cpuPercent, eventLoop } = report.process;
  return (
    <Text size="sm">
      {t('workers.loadHint', {
        cpu: number(Math.round(cpuPercent)),
        delay: number(Math.round(eventLoop.p99Ms)),
      })}
    </Text>
  );
}
