import { Button, NativeSelect, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { EVENT_GROUPS, type EventGroup, namesOf } from './event-kinds.ts';
import classes from './timeline.module.css';
import { TimelineEntry } from './timeline-entry.tsx';
import { useTimeline } from './use-timeline.ts';

/** What happened to a session, newest first. */
export function Timeline({ sessionId }: { readonly sessionId: string }) {
  const { t } = useTranslation('timeline');
  const [group, setGroup] = useState<EventGroup>();
  const names = useMemo(() => namesOf(group), [group]);
  const { events, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useTimeline(
    sessionId,
    names,
  );
  return (
    <Stack component="section" aria-labelledby="timeline">
      <div className={classes.head}>
        <Title order={2} size="h3" id="timeline">
          {t('heading')}
        </Title>
        <NativeSelect
          aria-label={t('show')}
          value={group ?? ''}
          onChange={({ currentTarget: { value } }) =>
            setGroup(EVENT_GROUPS.find((candidate) => candidate === value))
          }
          data={[
            { value: '', label: t('groups.all') },
            ...EVENT_GROUPS.map((value) => ({ value, label: t(`groups.${value}`) })),
          ]}
        />
      </div>
      {error !== null && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {isPending && error === null && <Skeleton height={200} aria-hidden />}
      {events?.length === 0 && <Text c="dimmed">{t(group === undefined ? 'empty' : 'emptyGroup')}</Text>}
      {events !== undefined && events.length > 0 && (
        <>
          <ol className={classes.entries} aria-labelledby="timeline">
            {events.map((event) => (
              <TimelineEntry key={event.seq} event={event} />
            ))}
          </ol>
          {hasNextPage ? (
            <div>
              <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {t('older')}
              </Button>
            </div>
          ) : (
            <Text size="sm" c="dimmed">
              {t('oldest')}
            </Text>
          )}
        </>
      )}
    </Stack>
  );
}
