import { Stack, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconClockExclamation,
  IconClockPause,
  IconPlayerPause,
  IconPlugConnectedX,
} from '@tabler/icons-react';
import type { Webhook } from '@wagw/client';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '../../ui/state-badge.tsx';
import { useFormats, useNow } from '../../ui/times.ts';
import { useFailure } from '../delivery/outcome.tsx';
import { type Condition, conditionOf } from './condition.ts';

const LOOKS = {
  delivers: { color: 'green', icon: IconCircleCheck },
  fresh: { color: 'gray', icon: IconCircleDashed },
  behind: { color: 'yellow', icon: IconClockExclamation },
  failing: { color: 'orange', icon: IconAlertTriangle },
  paused: { color: 'orange', icon: IconClockPause },
  off: { color: 'gray', icon: IconPlayerPause },
  gone: { color: 'red', icon: IconPlugConnectedX },
  given_up: { color: 'red', icon: IconPlugConnectedX },
} as const satisfies Record<Condition, object>;

/** How an endpoint fares: a word, and what is behind it. */
export function EndpointCondition({ endpoint }: { readonly endpoint: Webhook }) {
  const { t } = useTranslation('deliveries');
  const condition = conditionOf(endpoint, useNow());
  return (
    <Stack gap={6} align="flex-start">
      <StateBadge {...LOOKS[condition]}>{t(`condition.${condition}`)}</StateBadge>
      <Sentence condition={condition} endpoint={endpoint} />
    </Stack>
  );
}

function Sentence({ condition, endpoint }: { readonly condition: Condition; readonly endpoint: Webhook }) {
  const { t } = useTranslation('deliveries');
  const { ago, dateTime, time } = useFormats();
  const failureOf = useFailure();
  const now = useNow();
  const { pending, dead, oldestPendingAt, failingSince, pausedUntil, lastDeliveredAt, lastFailure } =
    endpoint.health;
  const since = (at: string | null) => (at === null ? '' : ago(at, now));
  const isFailing = condition !== 'delivers' && condition !== 'fresh' && condition !== 'behind';
  return (
    <Stack gap={2}>
      <Text size="sm">
        {t(`explained.${condition}`, {
          until: pausedUntil === null ? '' : time(pausedUntil),
          since: failingSince === null ? '' : dateTime(failingSince),
        })}
      </Text>
      {isFailing && lastFailure !== null && (
        <Text size="sm">{t('health.lastFailure', { reason: failureOf(lastFailure) })}</Text>
      )}
      <Text size="sm" c="dimmed">
        {[
          pending > 0 && t('health.pending', { count: pending, since: since(oldestPendingAt) }),
          dead > 0 && t('health.dead', { count: dead }),
          lastDeliveredAt === null ? t('health.neverDelivered') : undefined,
        ]
          .filter(Boolean)
          .join(' · ')}
        {lastDeliveredAt !== null && (
          <>
            {(pending > 0 || dead > 0) && ' · '}
            <time dateTime={lastDeliveredAt} title={dateTime(lastDeliveredAt)}>
              {t('health.lastDelivered', { ago: since(lastDeliveredAt) })}
            </time>
          </>
        )}
      </Text>
    </Stack>
  );
}
