import { Alert, Button, Group, List, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { GatewayError, UnreachableError } from '@wagw/client';
import { useTranslation } from 'react-i18next';
import type problemTexts from './problem-texts/en.ts';

type ProblemTextCode = keyof typeof problemTexts;

/** What went wrong, and what to do about it. */
export function ProblemAlert({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { t } = useTranslation();
  const { title, remedy } = useProblemText(error);
  const { errors: fields, requestId } = error instanceof GatewayError ? error : NO_ANSWER;
  return (
    <Alert role="alert" color="red" icon={<IconAlertTriangle />} title={title}>
      <Text size="sm">{remedy}</Text>
      {fields.length > 0 && (
        <List size="sm">
          {fields.map(({ path, message }) => (
            <List.Item key={path}>{`${path}: ${message}`}</List.Item>
          ))}
        </List>
      )}
      <Group mt="xs">
        {onRetry !== undefined && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('retry')}
          </Button>
        )}
        {requestId !== undefined && <Text size="xs">{t('requestId', { id: requestId })}</Text>}
      </Group>
    </Alert>
  );
}

const NO_ANSWER = { errors: [], requestId: undefined };

/** What went wrong in a sentence, and what to do: in the language of the page where it knows the code, else as the API says it. */
export function useProblemText(error: unknown): { readonly title: string; readonly remedy: string } {
  const { t, i18n } = useTranslation(['app', 'problems']);
  if (error instanceof UnreachableError) return { title: t('unexpected'), remedy: t('unreachable') };
  if (!(error instanceof GatewayError)) {
    return { title: t('unexpected'), remedy: error instanceof Error ? error.message : String(error) };
  }
  const code = error.code as ProblemTextCode;
  if (i18n.exists(`problems:${code}`)) {
    return { title: t(`problems:${code}.title`), remedy: t(`problems:${code}.remedy`) };
  }
  return { title: error.problem.title ?? t('unexpected'), remedy: error.remedy };
}
