import { Button, Group, NativeSelect, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Session } from '@wagw/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { keepSession } from '../../gateway/one-session.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useFormats } from '../../ui/times.ts';
import { Section } from './section.tsx';

/** Hands a session over to another server. */
export function MoveSession({ session: { id, worker } }: { readonly session: Session }) {
  const { t } = useTranslation('sessions');
  const { client } = useGateway();
  const { number } = useFormats();
  const queries = useQueryClient();
  const [target, setTarget] = useState('');
  const { data: workers } = useQuery({
    queryKey: ['workers'],
    queryFn: async ({ signal }) => {
      const answer = await client.api.GET('/health/sessions', { params: { query: { limit: 1 } }, signal });
      return answer.data?.workers;
    },
  });
  const others = workers?.filter((other) => other.id !== worker && !other.isDraining) ?? [];
  const move = useMutation({
    mutationFn: async () => {
      const body = target === '' ? {} : { worker: target };
      return (await client.api.POST('/api/v1/sessions/{id}/move', { params: { path: { id } }, body })).data;
    },
    onSuccess: (session) => session && keepSession(queries, session),
  });
  return (
    <Section heading={t('move.heading')}>
      <Text size="sm">{t('move.explanation')}</Text>
      {worker === null ? (
        <Text size="sm" c="dimmed">
          {t('move.notRunning')}
        </Text>
      ) : workers !== undefined && others.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('move.none')}
        </Text>
      ) : (
        <Group align="end">
          <NativeSelect
            label={t('move.to')}
            value={target}
            onChange={(event) => setTarget(event.currentTarget.value)}
            data={[
              { value: '', label: t('move.best') },
              ...others.map((other) => ({
                value: other.id,
                label: t('move.server', {
                  server: other.id,
                  sessions: number(other.sessions),
                  capacity: number(other.capacity),
                }),
              })),
            ]}
          />
          <Button variant="default" loading={move.isPending} onClick={() => move.mutate()}>
            {t('move.submit')}
          </Button>
        </Group>
      )}
      {move.isSuccess && (
        <Text size="sm" role="status">
          {t('move.started')}
        </Text>
      )}
      {move.error !== null && <ProblemAlert error={move.error} />}
    </Section>
  );
}
