import { Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconDeviceMobile } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { CreateSession } from '../create/create-session.tsx';

/** What to do on the very first day. */
export function NoSessions() {
  const { t } = useTranslation('sessions');
  const { can } = useGateway();
  return (
    <Paper withBorder p="xl">
      <Stack align="center" gap="sm" maw={520} mx="auto">
        <ThemeIcon size={56} radius="xl" variant="light">
          <IconDeviceMobile size={32} aria-hidden />
        </ThemeIcon>
        <Title order={2} size="h3">
          {t('empty.heading')}
        </Title>
        <Text ta="center">{t('empty.explanation')}</Text>
        {can('manage') ? (
          <CreateSession label={t('create.first')} />
        ) : (
          <Text ta="center" c="dimmed">
            {t('empty.forReaders')}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
