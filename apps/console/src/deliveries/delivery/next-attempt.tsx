import { Anchor, Text } from '@mantine/core';
import type { DeliveryWithAttempts, Webhook } from '@wagw/client';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useFormats, useNow } from '../../ui/times.ts';

interface NextAttemptProps {
  readonly delivery: DeliveryWithAttempts;
  /** Undefined until it is known. */
  readonly endpoint: Webhook | undefined;
}

/** When one that waits is tried next, or what it waits for. */
export function NextAttempt({ delivery, endpoint }: NextAttemptProps) {
  const { t } = useTranslation('deliveries');
  const { ago, dateTime } = useFormats();
  const now = useNow();
  const { nextAttemptAt, waitsFor, webhookId } = delivery;
  if (endpoint?.enabled === false) return <Text size="sm">{t('next.disabled')}</Text>;
  if (waitsFor !== null) {
    return (
      <Text size="sm">
        {t('next.behind')}{' '}
        <Anchor component={Link} href={`/${webhookId}/${waitsFor}`} inherit>
          {t('next.toFirst')}
        </Anchor>
      </Text>
    );
  }
  const at = laterOf(nextAttemptAt, endpoint?.health.pausedUntil ?? null);
  if (at === null || Date.parse(at) <= now) return <Text size="sm">{t('next.now')}</Text>;
  return (
    <Text size="sm">
      <time dateTime={at} title={dateTime(at)}>
        {t('next.at', { when: ago(at, now) })}
      </time>
    </Text>
  );
}

/** Of two times in the one form of the API. */
function laterOf(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}
