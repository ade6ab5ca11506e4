import { Button, FileInput, Group, Stack, Text, Textarea } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../ui/times.ts';
import type { CheckedDraft, Draft } from './draft.ts';

interface MessageFieldProps {
  readonly draft: Draft;
  readonly checked: CheckedDraft;
  onChange(change: Partial<Draft>): void;
}

/** The text, with the columns of the list as variables, and a file if somebody wants one. */
export function MessageField({ draft, checked, onChange }: MessageFieldProps) {
  const { t } = useTranslation('jobs');
  const { text, file } = draft;
  const field = useRef<HTMLTextAreaElement>(null);
  const { columns } = checked.list;
  const insert = (name: string) => {
    const at = field.current?.selectionStart ?? text.length;
    const to = field.current?.selectionEnd ?? at;
    onChange({ text: `${text.slice(0, at)}{{${name}}}${text.slice(to)}` });
    field.current?.focus();
  };
  return (
    <Stack gap="xs">
      <Textarea
        ref={field}
        label={t('create.text')}
        description={t('create.textHint')}
        dir="auto"
        autosize
        minRows={4}
        maxRows={14}
        value={text}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
        error={useTextError(checked, file !== null)}
      />
      {columns.length > 0 && (
        <Group gap={6}>
          <Text size="sm">{t('create.insert')}</Text>
          {columns.map((name) => (
            <Button key={name} size="compact-sm" variant="default" onClick={() => insert(name)}>
              {`{{${name}}}`}
            </Button>
          ))}
        </Group>
      )}
      <FileInput
        label={t('create.attachment')}
        placeholder={t('create.noAttachment')}
        clearable
        clearButtonProps={{ 'aria-label': t('create.removeFile') }}
        value={file}
        onChange={(chosen) => onChange({ file: chosen })}
      />
    </Stack>
  );
}

function useTextError(
  { list, unknownNames, mostText, isTextTooLong }: CheckedDraft,
  hasFile: boolean,
): string | undefined {
  const { t } = useTranslation('jobs');
  const { number } = useFormats();
  if (isTextTooLong)
    return t(hasFile ? 'create.captionTooLong' : 'create.textTooLong', { most: number(mostText) });
  if (unknownNames.length === 0 || list.recipients.length === 0) return undefined;
  const names = unknownNames.map((name) => `{{${name}}}`).join(', ');
  const known =
    list.columns.length === 0 ? t('create.knownNone') : t('create.known', { names: list.columns.join(', ') });
  return `${t('create.unknownNames', { names })} ${known}`;
}
