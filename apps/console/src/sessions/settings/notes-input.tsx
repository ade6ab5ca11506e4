import { ActionIcon, Button, Group, Input, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { Session } from '@wagw/client';
import { useTranslation } from 'react-i18next';

/** A note while it is written. */
export interface Note {
  /** Of the line, which keeps its place while its words change. */
  readonly id: number;
  readonly key: string;
  readonly text: string;
}

interface NotesInputProps {
  readonly value: readonly Note[];
  onChange(notes: readonly Note[]): void;
  /** Whether to say what is wrong. */
  readonly isChecked: boolean;
}

const MOST = 32;

/** The notes of a session, a line each. */
export function NotesInput({ value, onChange, isChecked }: NotesInputProps) {
  const { t } = useTranslation('sessions');
  const change = (id: number, changes: Partial<Note>) =>
    onChange(value.map((note) => (note.id === id ? { ...note, ...changes } : note)));
  const nextId = Math.max(0, ...value.map(({ id }) => id)) + 1;
  return (
    <Stack gap="xs" role="group" aria-label={t('notes.heading')}>
      <div>
        <Input.Label component="div">{t('notes.heading')}</Input.Label>
        <Input.Description>{t('notes.hint')}</Input.Description>
      </div>
      {value.map(({ id, key, text }) => (
        <Group key={id} gap="xs" wrap="nowrap">
          <TextInput
            aria-label={t('notes.key')}
            placeholder={t('notes.key')}
            maxLength={64}
            flex={1}
            value={key}
            onChange={(event) => change(id, { key: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t('notes.value')}
            placeholder={t('notes.value')}
            maxLength={500}
            flex={2}
            value={text}
            onChange={(event) => change(id, { text: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('notes.remove')}
            onClick={() => onChange(value.filter((note) => note.id !== id))}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      {isChecked && !isWhole(value) && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {t('notes.wrong')}
        </Text>
      )}
      {value.length < MOST && (
        <div>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => onChange([...value, { id: nextId, key: '', text: '' }])}
          >
            {t('notes.add')}
          </Button>
        </div>
      )}
    </Stack>
  );
}

/** Whether each note has a name of its own. */
export const isWhole = (notes: readonly Note[]): boolean =>
  notes.every(({ key }) => key.trim() !== '') &&
  new Set(notes.map(({ key }) => key.trim())).size === notes.length;

export const toMetadata = (notes: readonly Note[]): Session['metadata'] =>
  Object.fromEntries(notes.map(({ key, text }) => [key.trim(), text]));

export const toNotes = (metadata: Session['metadata']): Note[] =>
  Object.entries(metadata).map(([key, text], id) => ({ id, key, text }));
