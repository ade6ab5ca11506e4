import { Button, FileButton, Group, Stack, Text, Textarea } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../ui/times.ts';
import { type CheckedDraft, MOST_RECIPIENTS } from './draft.ts';
import { LineList } from './line-list.tsx';
import { decodeList } from './recipient-list.ts';

interface RecipientsFieldProps {
  readonly value: string;
  readonly checked: CheckedDraft;
  onChange(value: string): void;
}

/** The list of recipients, pasted or from a file, with what is wrong in it by lines. */
export function RecipientsField({ value, checked, onChange }: RecipientsFieldProps) {
  const { t } = useTranslation('jobs');
  const { number } = useFormats();
  const { list, wrong, doubtful, isTooMany } = checked;
  const count = list.recipients.length;
  const reset = useRef<() => void>(null);
  return (
    <Stack gap="xs">
      <Textarea
        label={t('create.list')}
        description={t('create.listHint')}
        placeholder={t('create.listExample')}
        autosize
        minRows={5}
        maxRows={14}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={
          isTooMany
            ? t('create.tooMany', { most: number(MOST_RECIPIENTS), number: number(count) })
            : undefined
        }
      />
      <Group justify="space-between">
        <FileButton
          accept=".csv,.tsv,.txt,text/csv,text/plain"
          resetRef={reset}
          onChange={async (file) => {
            if (file === null) return;
            onChange(decodeList(await file.arrayBuffer()));
            // So that the same file can be chosen again, once it is mended.
            reset.current?.();
          }}
        >
          {(props) => (
            <Button
              {...props}
              size="xs"
              variant="default"
              leftSection={<IconFileSpreadsheet size={16} aria-hidden />}
            >
              {t('create.file')}
            </Button>
          )}
        </FileButton>
        <Text size="sm" fw={600} role="status">
          {count > 0 && t('create.count', { count, formatted: number(count) })}
        </Text>
      </Group>
      <LineList
        title={t('create.wrong', { count: wrong.length, formatted: number(wrong.length) })}
        color="red"
        lines={wrong}
      />
      <LineList
        title={t('create.look', { count: doubtful.length, formatted: number(doubtful.length) })}
        color="yellow"
        lines={doubtful}
      />
    </Stack>
  );
}
