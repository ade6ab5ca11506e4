import { Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './preview.module.css';
import type { Recipient } from './recipient-list.ts';
import { fillIn } from './template.ts';

interface PreviewProps {
  readonly recipients: readonly Recipient[];
  readonly text: string;
  readonly file: File | null;
}

const SHOWN = 3;

/** What the first recipients will read. */
export function Preview({ recipients, text, file }: PreviewProps) {
  const { t } = useTranslation('jobs');
  const isEmpty = recipients.length === 0 || (text.trim() === '' && file === null);
  return (
    <section aria-labelledby="preview">
      <Title order={2} size="h4" id="preview" mb="xs">
        {t('create.preview')}
      </Title>
      {isEmpty ? (
        <Text size="sm" c="dimmed">
          {t('create.previewEmpty')}
        </Text>
      ) : (
        <Stack gap="sm">
          {recipients.slice(0, SHOWN).map(({ line, to, variables }) => (
            <div key={line}>
              <Text size="xs" c="dimmed" mb={2}>
                {to}
              </Text>
              <Paper className={classes.bubble ?? ''} p="sm">
                {file !== null && (
                  <Text size="xs" fw={600} mb={4}>
                    {file.name}
                  </Text>
                )}
                <Text size="sm" dir="auto" className={classes.words ?? ''}>
                  {fillIn(text, variables)}
                </Text>
              </Paper>
            </div>
          ))}
        </Stack>
      )}
    </section>
  );
}
