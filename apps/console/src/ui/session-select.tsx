import { Group, Select, Text } from '@mantine/core';
import type { Session } from '@wagw/client';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAllSessions } from '../gateway/all-sessions.ts';
import { phoneText } from './phone-number.ts';
import { SessionStateBadge } from './session-state.tsx';
import { matchesSession } from './session-words.ts';

interface SessionSelectProps {
  /** The id of the chosen one. */
  readonly value: string | null;
  onChange(id: string | null): void;
  /** By default "Session". */
  readonly label?: string;
  /** Whether none may be chosen, which stands for all. */
  readonly isClearable?: boolean;
  readonly placeholder?: string;
}

/** More than that nobody reads; typing narrows them down. */
const MOST_SHOWN = 50;

/** One session out of thousands, found by its name or number. */
export function SessionSelect({
  value,
  onChange,
  label,
  isClearable = false,
  placeholder,
}: SessionSelectProps) {
  const { t } = useTranslation('sessionState');
  const { t: shared } = useTranslation();
  const { sessions, error, isPending } = useAllSessions();
  const options = useMemo(
    () => [...sessions.values()].map((session) => ({ value: session.id, label: labelOf(session) })),
    [sessions],
  );
  const nothing = isPending ? t('select.loading') : t('select.none');
  return (
    <Select
      label={label ?? t('select.label')}
      placeholder={placeholder ?? t('select.placeholder')}
      data={options}
      value={value}
      onChange={onChange}
      searchable
      clearable={isClearable}
      clearButtonProps={{ 'aria-label': t('select.clear') }}
      limit={MOST_SHOWN}
      filter={({ options: all, search, limit }) => {
        const fitting = [];
        for (const option of all) {
          const session = 'value' in option ? sessions.get(option.value) : undefined;
          if (session !== undefined && matchesSession(session, search)) fitting.push(option);
          if (fitting.length === limit) break;
        }
        return fitting;
      }}
      renderOption={({ option }) => <Option session={sessions.get(option.value)} />}
      nothingFoundMessage={error === null ? nothing : shared('unexpected')}
    />
  );
}

const labelOf = ({ id, account }: Session) => (account === null ? id : `${id} · ${phoneText(account.phone)}`);

function Option({ session }: { readonly session: Session | undefined }) {
  const { t } = useTranslation('sessionState');
  if (session === undefined) return null;
  const { id, account, state } = session;
  return (
    <Group justify="space-between" gap="xs" w="100%" wrap="nowrap">
      <div>
        <Text size="sm" lineClamp={1}>
          {id}
        </Text>
        <Text size="xs" c="dimmed" lineClamp={1}>
          {account === null ? t('select.withoutNumber') : `${phoneText(account.phone)} ${account.name}`}
        </Text>
      </div>
      <SessionStateBadge state={state} />
    </Group>
  );
}
