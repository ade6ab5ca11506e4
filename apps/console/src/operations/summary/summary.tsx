import { Alert, Anchor, List, Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { areaPath } from '../../ui/area-path.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { SessionStateSentence } from '../../ui/session-state.tsx';
import { useFormats } from '../../ui/times.ts';
import { type Alerts, useAlerts } from '../health.ts';

/** All is well, or what is wrong and what to do about it. */
export function Summary() {
  const { data, error, refetch } = useAlerts();
  if (data === undefined) {
    return error === null ? (
      <Skeleton h={70} />
    ) : (
      <ProblemAlert error={error} onRetry={() => void refetch()} />
    );
  }
  return (
    <Stack gap="sm" role="status">
      {data.gateway.length === 0 && data.total === 0 && <Well />}
      {data.gateway.length > 0 && <GatewayAlerts alerts={data.gateway} />}
      {data.total !== null && data.total > 0 && <SessionAlerts total={data.total} alerts={data.items} />}
    </Stack>
  );
}

function Well() {
  const { t } = useTranslation('operations');
  return (
    <Alert color="green" icon={<IconCircleCheck />} title={t('summary.well')} role="presentation">
      {t('summary.wellHint')}
    </Alert>
  );
}

function GatewayAlerts({ alerts }: { readonly alerts: Alerts['gateway'] }) {
  const { t } = useTranslation('operations');
  const { number } = useFormats();
  const isFailing = alerts.some(({ severity }) => severity === 'failing');
  const title = t('summary.wrong', { count: alerts.length, formatted: number(alerts.length) });
  return (
    <Alert
      color={isFailing ? 'red' : 'orange'}
      icon={<IconAlertTriangle />}
      title={isFailing ? `${t('summary.failing')}. ${title}` : title}
      role="presentation"
    >
      <Stack gap="xs">
        {alerts.map(({ code, since }) => (
          <div key={code}>
            <Text size="sm" fw={600}>
              {t(`reasons.${code}.message`)}
              <Since at={since} />
            </Text>
            <Text size="sm">{t(`reasons.${code}.remedy`)}</Text>
          </div>
        ))}
      </Stack>
    </Alert>
  );
}

interface SessionAlertsProps {
  readonly total: number;
  /** The first of them. */
  readonly alerts: Alerts['items'];
}

function SessionAlerts({ total, alerts }: SessionAlertsProps) {
  const { t } = useTranslation('operations');
  const { number } = useFormats();
  return (
    <Alert
      color="orange"
      icon={<IconAlertTriangle />}
      title={t('summary.sessions', { count: total, formatted: number(total) })}
      role="presentation"
    >
      <List size="sm" spacing={6} style={{ overflowWrap: 'anywhere' }}>
        {alerts.map(({ sessionId, code, since }) => (
          <List.Item key={sessionId}>
            <Anchor
              component={Link}
              href={areaPath(`/sessions/${encodeURIComponent(sessionId)}`)}
              size="sm"
              underline="always"
              c="var(--mantine-color-text)"
              fw={600}
            >
              {sessionId}
            </Anchor>
            <Since at={since} />
            {code === 'probe_failed' ? (
              <Text size="sm">{t('summary.probeFailed')}</Text>
            ) : (
              <SessionStateSentence code={code} />
            )}
          </List.Item>
        ))}
      </List>
      {total > alerts.length && (
        <Anchor component={Link} href={areaPath('/sessions')} size="sm" c="var(--mantine-color-text)">
          {t('summary.more')}
        </Anchor>
      )}
    </Alert>
  );
}

function Since({ at }: { readonly at: string | null }) {
  const { t } = useTranslation('operations');
  const { dateTime } = useFormats();
  return at === null ? null : (
    <Text span size="sm" fw={400}>
      {` · ${t('summary.since', { at: dateTime(at) })}`}
    </Text>
  );
}
