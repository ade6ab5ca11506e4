import { Group, Paper, Stack, Text } from '@mantine/core';
import type { Session } from '@wagw/client';
import { useTranslation } from 'react-i18next';
import { phoneText } from '../../ui/phone-number.ts';
import { SessionStateBadge, SessionStateSentence } from '../../ui/session-state.tsx';
import { useFormats, useNow } from '../../ui/times.ts';

/** How a session is, what to do about it, and whose number it has. It is read out when it changes. */
export function StateCard({ session }: { readonly session: Session }) {
  const { t } = useTranslation('sessions');
  const { dateTime } = useFormats();
  const { state, code, stateSince, account } = session;
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" align="start">
        <Stack gap={6} role="status" maw={640}>
          <Group gap="sm">
            <SessionStateBadge state={state} />
            <Text size="sm" c="dimmed" title={dateTime(stateSince)}>
              <Since at={stateSince} />
            </Text>
          </Group>
          <SessionStateSentence code={code} />
        </Stack>
        {account !== null && (
          <div>
            <Text size="xs" c="dimmed">
              {t('page.number')}
            </Text>
            <Text size="xl" fw={600}>
              {phoneText(account.phone)}
            </Text>
            <Text size="sm" dir="auto" lineClamp={1}>
              {account.name}
            </Text>
          </div>
        )}
      </Group>
    </Paper>
  );
}

function Since({ at }: { readonly at: string }) {
  const { ago } = useFormats();
  return ago(at, useNow());
}
