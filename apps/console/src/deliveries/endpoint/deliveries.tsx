import { Button, Group, NativeSelect, Select, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconRefresh } from '@tabler/icons-react';
import type { Webhook } from '@wagw/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { SessionSelect } from '../../ui/session-select.tsx';
import { useEventNames } from '../event-names.ts';
import { ReplayDialog } from '../replay/replay-dialog.tsx';
import { Pager, usePages } from '../use-pages.tsx';
import { type DeliveryFilter, type DeliveryState, useDeliveries } from '../webhook-queries.ts';
import { DeliveryTable } from './delivery-table.tsx';

const ALL: DeliveryFilter = { status: null, event: null, sessionId: null };
const STATES = ['pending', 'delivered', 'dead'] as const satisfies DeliveryState[];

/** What was posted to an endpoint, or is to be, newest first. */
export function Deliveries({ endpointId }: { readonly endpointId: string }) {
  const { t } = useTranslation('deliveries');
  const { choices } = useEventNames();
  const pages = usePages();
  const [filter, setFilter] = useState(ALL);
  const change = (part: Partial<DeliveryFilter>) => {
    setFilter({ ...filter, ...part });
    pages.restart();
  };
  return (
    <Stack>
      <Group align="flex-end">
        <NativeSelect
          label={t('filter.status')}
          data={[
            { value: '', label: t('filter.anyStatus') },
            ...STATES.map((value) => ({ value, label: t(`states.${value}`) })),
          ]}
          value={filter.status ?? ''}
          onChange={({ currentTarget: { value } }) =>
            change({ status: STATES.find((state) => state === value) ?? null })
          }
        />
        <Select
          label={t('filter.event')}
          placeholder={t('facts.allEvents')}
          data={choices}
          value={filter.event}
          onChange={(event) => change({ event })}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('form.allEvents') }}
        />
        <SessionSelect
          placeholder={t('anySession')}
          value={filter.sessionId}
          onChange={(sessionId) => change({ sessionId })}
          isClearable
        />
      </Group>
      <DeliveryList
        endpointId={endpointId}
        filter={filter}
        pages={pages}
        nothing={t(filter === ALL ? 'list.nothingYet' : 'list.nothingFits')}
      />
    </Stack>
  );
}

const DEAD: DeliveryFilter = { ...ALL, status: 'dead' };

/** What was given up, each with its reason, and trying all of it again. */
export function DeadLetters({ endpoint }: { readonly endpoint: Webhook }) {
  const { t } = useTranslation('deliveries');
  const { can } = useGateway();
  const pages = usePages();
  const [isReplaying, { open, close }] = useDisclosure();
  const { dead } = endpoint.health;
  if (dead === 0 && !isReplaying) return <Text>{t('dead.none')}</Text>;
  return (
    <Stack>
      <Group justify="space-between">
        <Text flex={1} miw={220}>
          {t('dead.explanation')}
        </Text>
        {can('manage') && (
          <Button leftSection={<IconRefresh size={16} aria-hidden />} onClick={open}>
            {t('dead.replay')}
          </Button>
        )}
      </Group>
      <DeliveryList endpointId={endpoint.id} filter={DEAD} pages={pages} nothing={t('dead.none')} />
      {isReplaying && <ReplayDialog endpoint={endpoint} onClose={close} />}
    </Stack>
  );
}

interface DeliveryListProps {
  readonly endpointId: string;
  readonly filter: DeliveryFilter;
  readonly pages: ReturnType<typeof usePages>;
  /** What is said of a list without anything. */
  readonly nothing: string;
}

function DeliveryList({ endpointId, filter, pages, nothing }: DeliveryListProps) {
  const { t } = useTranslation('deliveries');
  const { data, error, refetch } = useDeliveries(endpointId, filter, pages.cursor);
  if (data === undefined) {
    return error === null ? (
      <Skeleton h={200} />
    ) : (
      <ProblemAlert error={error} onRetry={() => void refetch()} />
    );
  }
  const { items, nextCursor } = data;
  return (
    <Stack>
      {items.length > 0 && <DeliveryTable deliveries={items} />}
      {items.length === 0 && <Text role="status">{nextCursor === null ? nothing : t('list.more')}</Text>}
      <Pager pages={pages} next={nextCursor} />
    </Stack>
  );
}
