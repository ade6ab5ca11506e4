import { Alert, SimpleGrid, Skeleton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { SessionStateBadge } from '../../ui/session-state.tsx';
import { useFormats } from '../../ui/times.ts';
import {
  type Detailed,
  type Performance,
  type System,
  useDetailed,
  useFleet,
  usePerformance,
  useSystem,
} from '../health.ts';
import { FactCard } from './fact-card.tsx';

/** What stands still most of the time: states, Redis, the api, disks and versions. */
export function Facts() {
  const system = useSystem();
  const detailed = useDetailed();
  const { data: performance } = usePerformance();
  const error = system.error ?? detailed.error;
  if (system.data === undefined || detailed.data === undefined) {
    const retry = () => void Promise.all([system.refetch(), detailed.refetch()]);
    return error === null ? <Skeleton h={200} /> : <ProblemAlert error={error} onRetry={retry} />;
  }
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      <SessionsByState />
      <Redis redis={detailed.data.components.redis} />
      <Api system={system.data} store={detailed.data.components.mediaStore} performance={performance} />
      <Disks system={system.data} />
      <Versions system={system.data} />
    </SimpleGrid>
  );
}

type State = Parameters<typeof SessionStateBadge>[0]['state'];

function SessionsByState() {
  const { t } = useTranslation('operations');
  const { number } = useFormats();
  const { data } = useFleet();
  const states = Object.entries(data?.byState ?? {}).filter(([, count]) => count > 0);
  return (
    <FactCard
      title={t('facts.sessions')}
      facts={states.map(([state, count]) => ({
        name: <SessionStateBadge state={state as State} />,
        key: state,
        value: number(count),
      }))}
    />
  );
}

function Redis({ redis }: { readonly redis: Detailed['components']['redis'] }) {
  const { t } = useTranslation('operations');
  const { number, bytes } = useFormats();
  const unknown = t('facts.unknown');
  const { usedBytes, limitBytes, latencyMs, version } = redis;
  const used = usedBytes === null ? unknown : bytes(usedBytes);
  const memory =
    limitBytes === null
      ? t('facts.noLimit', { used })
      : t('facts.memoryOf', { used, limit: bytes(limitBytes) });
  return (
    <FactCard
      title={t('facts.redis')}
      facts={[
        { name: t('facts.version'), value: version ?? unknown },
        {
          name: t('facts.latency'),
          value: latencyMs === null ? unknown : t('facts.milliseconds', { number: number(latencyMs) }),
        },
        { name: t('facts.memory'), value: memory },
        { name: t('facts.appendOnly'), value: t(`facts.${redis.appendOnly}`) },
        { name: t('facts.fsync'), value: redis.fsync },
        { name: t('facts.eviction'), value: redis.evictionPolicy },
      ]}
    />
  );
}

interface ApiProps {
  readonly system: System;
  readonly store: Detailed['components']['mediaStore'];
  readonly performance: Performance | undefined;
}

function Api({ system, store, performance }: ApiProps) {
  const { t } = useTranslation('operations');
  const { number, bytes } = useFormats();
  const { process, host } = system;
  const http = performance?.http;
  const ms = (value: number) => t('facts.milliseconds', { number: number(Math.round(value)) });
  return (
    <FactCard
      title={t('facts.api')}
      facts={[
        { name: t('facts.host'), value: host.name },
        {
          name: t('facts.cpu'),
          value: t('facts.percent', { number: number(Math.round(process.cpuPercent)) }),
        },
        {
          name: t('facts.load'),
          value: host.loadAverage.map((load) => number(Math.round(load * 10) / 10)).join(' · '),
        },
        { name: t('facts.memory'), value: bytes(process.memory.rssBytes) },
        { name: t('facts.eventLoop'), value: ms(process.eventLoop.p99Ms) },
        ...(http === undefined
          ? []
          : [
              { name: t('facts.requests'), value: number(http.requests) },
              { name: t('facts.errors'), value: number(http.serverErrors) },
              {
                name: t('facts.mean'),
                value: http.meanSeconds === null ? t('facts.unknown') : ms(http.meanSeconds * 1_000),
              },
            ]),
        {
          name: t('facts.store'),
          value:
            store.status === 'ok'
              ? t('facts.ok')
              : t('facts.failing', { detail: store.detail ?? store.status }),
        },
      ]}
    />
  );
}

function Disks({ system }: { readonly system: System }) {
  const { t } = useTranslation('operations');
  const { bytes } = useFormats();
  const disks = [
    ...system.disks.map((disk) => ({ disk, of: t('facts.api') })),
    ...(system.workers ?? []).flatMap(({ id, disk }) => (disk === null ? [] : [{ disk, of: id }])),
  ];
  return (
    <FactCard
      title={t('facts.disks')}
      facts={disks.map(({ disk, of }) => ({
        name: of,
        key: `${of} ${disk.path}`,
        value: t('facts.free', { free: bytes(disk.freeBytes), total: bytes(disk.totalBytes) }),
        hint: disk.path,
      }))}
    />
  );
}

function Versions({ system }: { readonly system: System }) {
  const { t } = useTranslation('operations');
  const workers = system.workers ?? [];
  const isMixed = workers.some(({ version }) => version !== system.version);
  return (
    <FactCard
      title={t('facts.versions')}
      facts={[
        { name: t('facts.api'), value: system.version },
        { name: t('facts.node'), value: system.nodeVersion },
        ...workers.map(({ id, version, roles }) => ({ name: id, value: version, hint: roles.join(', ') })),
      ]}
    >
      {isMixed && (
        <Alert color="yellow" icon={<IconAlertTriangle />} mt="xs" role="note">
          {t('facts.versionsDiffer')}
        </Alert>
      )}
    </FactCard>
  );
}
