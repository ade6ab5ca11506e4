import { Button, Group, Pagination, Stack, Text } from '@mantine/core';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import type { Session } from '@wagw/client';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../ui/times.ts';
import { NARROW } from '../narrow.ts';
import { findSessions, inOrder, PAGE_SIZE } from './found-sessions.ts';
import { SessionCards } from './session-cards.tsx';
import { SessionFilters } from './session-filters.tsx';
import { SessionTable } from './session-table.tsx';
import { useLastEvents } from './use-last-events.ts';
import { useListPlace } from './use-list-place.ts';

interface SessionListProps {
  readonly sessions: ReadonlyMap<string, Session>;
  readonly isLoadingMore: boolean;
}

/** Nobody looks at the list between two letters. */
const TYPING_MS = 150;

/** The sessions that fit what is looked for, page by page. */
export function SessionList({ sessions, isLoadingMore }: SessionListProps) {
  const { t } = useTranslation('sessions');
  const { number } = useFormats();
  const isNarrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false });
  const [{ search, state, page: wantedPage }, go] = useListPlace();
  const [typed] = useDebouncedValue(search, TYPING_MS);
  const all = useMemo(() => inOrder(sessions.values()), [sessions]);
  const { items, total, page, pages } = useMemo(
    () => findSessions(all, { search: typed, state }, wantedPage),
    [all, typed, state, wantedPage],
  );
  const lastEvents = useLastEvents();
  const from = (page - 1) * PAGE_SIZE + 1;
  const Rows = isNarrow ? SessionCards : SessionTable;
  return (
    <Stack gap="md">
      <SessionFilters sessions={sessions} filter={{ search, state }} onChange={go} />
      {total > 0 && <Rows sessions={items} lastEvents={lastEvents} />}
      {total === 0 && (
        <div>
          <Button variant="default" onClick={() => go({ search: '', state: null })}>
            {t('list.showAll')}
          </Button>
        </div>
      )}
      <Group justify="space-between">
        <Text size="sm" c="dimmed" role="status">
          {total === 0
            ? t('list.shownNone')
            : t('list.shown', {
                from: number(from),
                to: number(from + items.length - 1),
                total: number(total),
              })}
          {isLoadingMore && sessions.size >= PAGE_SIZE && ` ${t('list.loadingMore')}`}
        </Text>
        {pages > 1 && (
          <Pagination
            total={pages}
            value={page}
            onChange={(next) => go({ search, state, page: next })}
            aria-label={t('list.pages')}
            role="navigation"
            getControlProps={(control) => ({ 'aria-label': t(`list.${control}Page`) })}
          />
        )}
      </Group>
    </Stack>
  );
}
