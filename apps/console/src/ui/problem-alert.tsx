import { Alert, Button, Group, List, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { GatewayError, UnreachableError } from '@wagw/client';
import { useTranslation } from 'react-i18next';

/** What went wrong, and what to do about it. */
export function ProblemAlert({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { t } = useTranslation();
  const { title, remedy, fields, requestId } = describe(error);
  return (
    <Alert role="alert" color="red" icon={<IconAlertTriangle />} title={title ?? t('unexpected')}>
      <Text size="sm">{error instanceof UnreachableError ? t('unreachable') : remedy}</Text>
      {fields.length > 0 && (
        <List size="sm">
          {fields.map((field) => (
            <List.Item key={field}>{field}</List.Item>
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

interface Described {
  readonly title?: string | undefined;
  readonly remedy: string;
  readonly fields: readonly string[];
  readonly requestId?: string | undefined;
}

function describe(error: unknown): Described {
  if (!(error instanceof GatewayError))
    return { remedy: String((error as Error).message ?? error), fields: [] };
  const { problem, remedy, errors, requestId } = error;
  return {
    title: problem.title,
    remedy,
    fields: errors.map(({ path, message }) => `${path}: ${message}`),
    requestId,
  };
}
