import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Session } from '@wagw/client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { keepSession } from '../../gateway/one-session.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { LabelsInput } from './labels-input.tsx';
import { isWhole, NotesInput, toMetadata, toNotes } from './notes-input.tsx';
import { Section } from './section.tsx';

/** The labels and notes of a session, for those who may change them and for those who may only read. */
export function LabelsAndNotes({ session }: { readonly session: Session }) {
  const { t } = useTranslation('sessions');
  const { can } = useGateway();
  return (
    <Section heading={t('settings.heading')}>
      {can('manage') ? <Form session={session} /> : <Readable session={session} />}
    </Section>
  );
}

function Form({ session }: { readonly session: Session }) {
  const { t } = useTranslation('sessions');
  const { client } = useGateway();
  const queries = useQueryClient();
  const [labels, setLabels] = useState(session.labels);
  const [notes, setNotes] = useState<ReturnType<typeof toNotes>>(() => toNotes(session.metadata));
  const [isChecked, setChecked] = useState(false);
  const save = useMutation({
    mutationFn: () => client.sessions.change(session.id, { labels, metadata: toMetadata(notes) }),
    onSuccess: ({ webhooks: _none, ...changed }) => keepSession(queries, changed),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (isWhole(notes)) save.mutate();
  };
  return (
    <Stack component="form" onSubmit={submit} gap="sm">
      <LabelsInput value={labels} onChange={setLabels} />
      <Text size="xs" c="dimmed">
        {t('settings.moves')}
      </Text>
      <NotesInput value={notes} onChange={(changed) => setNotes([...changed])} isChecked={isChecked} />
      {save.error !== null && <ProblemAlert error={save.error} />}
      <Group>
        <Button type="submit" loading={save.isPending}>
          {t('settings.save')}
        </Button>
        <Text size="sm" role="status">
          {save.isSuccess && t('settings.saved')}
        </Text>
      </Group>
    </Stack>
  );
}

function Readable({ session: { labels, metadata } }: { readonly session: Session }) {
  const { t } = useTranslation('sessions');
  const notes = Object.entries(metadata);
  return (
    <>
      <Group gap="xs">
        <Text size="sm" c="dimmed">
          {t('labels.label')}
        </Text>
        {labels.length === 0 && <Text size="sm">{t('labels.none')}</Text>}
        {labels.map((label) => (
          <Badge key={label} variant="default" tt="none">
            {label}
          </Badge>
        ))}
      </Group>
      <Text size="sm" c="dimmed">
        {t('notes.heading')}
      </Text>
      {notes.length === 0 && <Text size="sm">{t('notes.none')}</Text>}
      {notes.map(([name, text]) => (
        <Text key={name} size="sm" dir="auto" style={{ overflowWrap: 'anywhere' }}>
          {`${name}: ${text}`}
        </Text>
      ))}
    </>
  );
}
