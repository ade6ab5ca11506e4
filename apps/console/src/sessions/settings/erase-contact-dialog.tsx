import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

const LOOK_MS = 1_000;

interface EraseContactProps {
  readonly sessionId: string;
  onClose(): void;
}

/** Erases what is stored of a contact, and tells when nothing of it is left. */
export function EraseContactDialog({ isOpen, ...props }: EraseContactProps & { readonly isOpen: boolean }) {
  const { t } = useTranslation('sessions');
  return (
    <Dialog title={t('erase.heading')} isOpen={isOpen} onClose={props.onClose}>
      <EraseContact {...props} />
    </Dialog>
  );
}

function EraseContact({ sessionId, onClose }: EraseContactProps) {
  const { t } = useTranslation(['sessions', 'app']);
  const { client } = useGateway();
  const [contactId, setContact] = useState('');
  const erase = useMutation({
    mutationFn: async () => {
      const params = { path: { id: sessionId, contactId } };
      return (await client.api.DELETE('/api/v1/sessions/{id}/contacts/{contactId}/data', { params })).data;
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    erase.mutate();
  };
  if (erase.data !== undefined) return <Progress erasureId={erase.data.id} />;
  return (
    <Stack component="form" onSubmit={submit}>
      <Text size="sm">{t('erase.question')}</Text>
      <TextInput
        label={t('erase.contact')}
        description={t('erase.contactHint')}
        required
        value={contactId}
        onChange={(event) => setContact(event.currentTarget.value)}
        data-autofocus
      />
      {erase.error !== null && <ProblemAlert error={erase.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('app:cancel')}
        </Button>
        <Button color="red" type="submit" loading={erase.isPending}>
          {t('erase.submit')}
        </Button>
      </Group>
    </Stack>
  );
}

function Progress({ erasureId }: { readonly erasureId: string }) {
  const { t } = useTranslation('sessions');
  const { client } = useGateway();
  const { data, error } = useQuery({
    queryKey: ['erasure', erasureId],
    queryFn: async ({ signal }) =>
      (await client.api.GET('/api/v1/erasures/{erasureId}', { params: { path: { erasureId } }, signal }))
        .data,
    refetchInterval: ({ state: { data: erasure } }) => (erasure?.finishedAt == null ? LOOK_MS : false),
  });
  if (error !== null) return <ProblemAlert error={error} />;
  const state = data?.state ?? 'queued';
  return (
    <Alert role="status" color={state === 'incomplete' ? 'orange' : 'blue'}>
      {t(`erase.${state}`)}
    </Alert>
  );
}
