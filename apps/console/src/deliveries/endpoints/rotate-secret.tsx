import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { Webhook } from '@wagw/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { given } from '../webhook-queries.ts';
import { SecretShown } from './secret-shown.tsx';

interface RotateSecretProps {
  readonly endpoint: Webhook;
  onClose(): void;
}

/** For how long the secret so far goes on signing, in seconds. */
const KEEP = { day: 86_400, week: 604_800, hour: 3_600, none: 0 } as const;
type Keep = keyof typeof KEEP;
const CHOICES = ['day', 'week', 'hour', 'none'] as const satisfies Keep[];

/** Makes a new secret and shows it, once. */
export function RotateSecret({ endpoint: { id, url, format }, onClose }: RotateSecretProps) {
  const { t } = useTranslation('deliveries');
  const { t: shared } = useTranslation();
  const { client } = useGateway();
  const [keep, setKeep] = useState<Keep>('day');
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async () =>
      given(
        await client.api.POST('/api/v1/webhooks/{id}/secret', {
          params: { path: { id } },
          body: { keepOldSeconds: KEEP[keep] },
        }),
      ),
  });
  if (data !== undefined) {
    return <SecretShown title={t('rotate.made')} id={id} secret={data.secret} onClose={onClose} />;
  }
  return (
    <Dialog onClose={onClose} title={t('rotate.title')}>
      <Stack>
        <Text>{t('rotate.question', { url })}</Text>
        {format === 'tenant' ? (
          <Text>{t('rotate.atOnce')}</Text>
        ) : (
          <NativeSelect
            label={t('rotate.keep')}
            description={t('rotate.keepHelp')}
            data={CHOICES.map((value) => ({ value, label: t(`rotate.keeps.${value}`) }))}
            value={keep}
            onChange={({ currentTarget }) =>
              setKeep(CHOICES.find((choice) => choice === currentTarget.value) ?? keep)
            }
          />
        )}
        {error !== null && <ProblemAlert error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {shared('cancel')}
          </Button>
          <Button loading={isPending} onClick={() => mutate()}>
            {t('rotate.action')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
