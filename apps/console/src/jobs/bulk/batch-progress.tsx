import { Group, Progress, Text } from '@mantine/core';
import type { Batch } from '@wagw/client';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../ui/times.ts';
import classes from './batch-progress.module.css';
import { waitingOf } from './batches.ts';

/** How far a bulk message is: a bar, and the same in numbers. */
export function BatchProgress({ batch }: { readonly batch: Batch }) {
  const { t } = useTranslation('jobs');
  const { number } = useFormats();
  const { total, open } = batch;
  const parts = partsOf(batch);
  return (
    <div>
      <Progress.Root
        size="lg"
        role="progressbar"
        aria-label={t('bulk.progress')}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={total - open}
        aria-valuetext={t('bulk.progressValue', { done: number(total - open), total: number(total) })}
      >
        {parts.map(({ name, count }) => (
          <Progress.Section
            key={name}
            withAria={false}
            value={(count / total) * 100}
            className={classes[name] ?? ''}
          />
        ))}
      </Progress.Root>
      <Group component="ul" className={classes.numbers ?? ''} gap="md">
        <Text component="li" size="sm">
          {t('bulk.accepted', { number: number(total) })}
        </Text>
        {parts.map(({ name, count }) => (
          <Text component="li" size="sm" key={name} className={classes.part ?? ''}>
            <span className={`${classes.key} ${classes[name]}`} aria-hidden />
            {t(`bulk.${name}`, { number: number(count) })}
          </Text>
        ))}
      </Group>
    </div>
  );
}

/** From the furthest to what has not begun; each message counts once. */
function partsOf(batch: Batch) {
  const {
    read = 0,
    played = 0,
    delivered = 0,
    sent = 0,
    sending = 0,
    unconfirmed = 0,
    failed = 0,
    cancelled = 0,
  } = batch.counts;
  const parts = [
    { name: 'read', count: read + played },
    { name: 'delivered', count: delivered },
    { name: 'sent', count: sent },
    { name: 'unconfirmed', count: unconfirmed },
    { name: 'failed', count: failed },
    { name: 'cancelled', count: cancelled },
    { name: 'waiting', count: waitingOf(batch) + sending },
  ] as const;
  return parts.filter(({ count }) => count > 0);
}
