import { Accordion, Button, Group, Stack, Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { keepSession } from '../../gateway/one-session.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { LabelsInput } from '../settings/labels-input.tsx';
import { isWhole, type Note, NotesInput, toMetadata } from '../settings/notes-input.tsx';
import { toName } from './session-name.ts';

interface CreateSessionProps {
  onClose(): void;
  onCreated(id: string): void;
}

/** Makes a session, by its name alone if nothing else is wanted. */
export default function CreateSessionDialog({
  isOpen,
  ...props
}: CreateSessionProps & { readonly isOpen: boolean }) {
  const { t } = useTranslation('sessions');
  return (
    <Dialog title={t('create.heading')} isOpen={isOpen} onClose={props.onClose}>
      <CreateSessionForm {...props} />
    </Dialog>
  );
}

function CreateSessionForm({ onClose, onCreated }: CreateSessionProps) {
  const { t } = useTranslation(['sessions', 'app']);
  const { client, session: signedIn } = useGateway();
  const queries = useQueryClient();
  const [id, setId] = useState('');
  const [tenantId, setTenantId] = useState('');
  const [start, setStart] = useState(true);
  const [labels, setLabels] = useState<string[]>([]);
  const [notes, setNotes] = useState<readonly Note[]>([]);
  const [isChecked, setChecked] = useState(false);

  const create = useMutation({
    mutationFn: () =>
      client.sessions.create({
        start,
        ...(id === '' ? {} : { id }),
        ...(tenantId === '' ? {} : { tenantId }),
        ...(labels.length === 0 ? {} : { labels }),
        ...(notes.length === 0 ? {} : { metadata: toMetadata(notes) }),
      }),
    onSuccess: ({ webhooks: _none, ...session }) => {
      keepSession(queries, session);
      onCreated(session.id);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (isWhole(notes)) create.mutate();
  };

  return (
    <Stack component="form" onSubmit={submit}>
      <TextInput
        label={t('create.id')}
        description={t('create.idHint')}
        value={id}
        onChange={(event) => setId(toName(event.currentTarget.value))}
        autoComplete="off"
        data-autofocus
      />
      {signedIn.tenantId === null && (
        <TextInput
          label={t('create.tenant')}
          description={t('create.tenantHint')}
          value={tenantId}
          onChange={(event) => setTenantId(toName(event.currentTarget.value))}
          autoComplete="off"
        />
      )}
      <Switch
        label={t('create.start')}
        checked={start}
        onChange={(event) => setStart(event.currentTarget.checked)}
      />
      <Accordion variant="separated">
        <Accordion.Item value="more">
          <Accordion.Control>{t('create.more')}</Accordion.Control>
          <Accordion.Panel>
            <Stack>
              <LabelsInput value={labels} onChange={setLabels} />
              <NotesInput value={notes} onChange={setNotes} isChecked={isChecked} />
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
      {create.error !== null && <ProblemAlert error={create.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('app:cancel')}
        </Button>
        <Button type="submit" loading={create.isPending}>
          {t('create.submit')}
        </Button>
      </Group>
    </Stack>
  );
}
