import { Group, NativeSelect, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { Session } from '@wagw/client';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../ui/times.ts';
import { countStates, type SessionFilter } from './found-sessions.ts';

interface SessionFiltersProps {
  readonly sessions: ReadonlyMap<string, Session>;
  readonly filter: SessionFilter;
  onChange(filter: Partial<SessionFilter>): void;
}

/** Narrows the list down: by words, and by state. */
export function SessionFilters({ sessions, filter, onChange }: SessionFiltersProps) {
  const { t } = useTranslation(['sessions', 'sessionState']);
  const { number } = useFormats();
  const counts = useMemo(() => countStates(sessions.values()), [sessions]);
  const states = new Map(counts);
  if (filter.state !== null && !states.has(filter.state)) states.set(filter.state, 0);
  const options = [...states].map(([state, count]) => ({
    value: state as string,
    label: t('list.oneState', { state: t(`sessionState:states.${state}`), number: number(count) }),
  }));
  return (
    <Group align="end">
      <TextInput
        type="search"
        label={t('list.search')}
        placeholder={t('list.searchHint')}
        leftSection={<IconSearch size={16} aria-hidden />}
        flex="1 1 200px"
        value={filter.search}
        onChange={(event) => onChange({ search: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('list.state')}
        flex="0 1 240px"
        value={filter.state ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChange({ state: value === '' ? null : (value as Session['state']) })
        }
        data={[{ value: '', label: t('list.anyState', { number: number(sessions.size) }) }, ...options]}
      />
    </Group>
  );
}
