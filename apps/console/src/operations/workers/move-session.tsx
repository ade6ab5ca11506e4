import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useFormats } from '../../ui/times.ts';
import { OPERATIONS, useFleet } from '../health.ts';

interface MoveSessionProps {
  readonly session: string;
  /** The worker that owns it. */
  readonly from: string;
  onClose(): void;
}

/** Asks where a session is to go, and sends it there. */
export function MoveSession({ session, from, onClose }: MoveSessionProps) {
  const { t } = useTranslation(['operations', 'app']);
  const { number } = useFormats();
  const { client } = useGateway();
  const queries = useQueryClient();
  const { data } = useFleet();
  const [to, setTo] = useState('');
  const others = data?.workers.filter(({ id, isDraining }) => id !== from && !isDraining) ?? [];
  const move = useMutation({
    mutationFn: async () => {
      const body = to === '' ? {} : { worker: to };
      await client.api.POST('/api/v1/sessions/{id}/move', { params: { path: { id: session } }, body });
      await queries.invalidateQueries({ queryKey: OPERATIONS });
    },
    onSuccess: onClose,
  });
  const choices = others.map(({ id, host, sessions, capacity }) => ({
    value: id,
    label: `${id} (${t('workers.room', { host, count: sessions, capacity: number(capacity) })})`,
  }));
  return (
    <Dialog title={t('workers.moveTitle')} onClose={onClose}>
      <Stack>
        <Text>{t('workers.moveQuestion', { session })}</Text>
        {others.length === 0 ? (
          <Text fw={600}>{t('workers.nowhere')}</Text>
        ) : (
          <NativeSelect
            label={t('workers.moveTo')}
            data={[{ value: '', label: t('workers.best') }, ...choices]}
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
            data-autofocus
          />
        )}
        {move.error !== null && <ProblemAlert error={move.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('app:cancel')}
          </Button>
          <Button loading={move.isPending} disabled={others.length === 0} onClick={() => move.mutate()}>
            {t('workers.move')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
