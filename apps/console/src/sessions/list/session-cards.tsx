import { Card, Group, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SessionStateBadge, SessionStateSentence } from '../../ui/session-state.tsx';
import { SessionMenuButton } from '../actions/session-menu-button.tsx';
import { LastEventCell, ServerCell } from './session-facts.tsx';
import { SessionName, SessionNumber, type SessionRowsProps } from './session-table.tsx';

/** The list on a phone. */
export function SessionCards({ sessions, lastEvents }: SessionRowsProps) {
  const { t } = useTranslation('sessions');
  return (
    <Stack component="ul" gap="sm" p={0} m={0} aria-label={t('list.caption')} style={{ listStyle: 'none' }}>
      {sessions.map((session) => (
        <Card key={session.id} component="li" withBorder padding="sm">
          <Group justify="space-between" wrap="nowrap" align="start">
            <div>
              <SessionName session={session} />
            </div>
            <SessionMenuButton session={session} />
          </Group>
          <Stack gap={4}>
            <div>
              <SessionStateBadge state={session.state} />
            </div>
            <SessionStateSentence code={session.code} />
            {session.account !== null && <SessionNumber session={session} />}
            <Group justify="space-between" align="end">
              <div>
                <LastEventCell id={session.id} heard={lastEvents.get(session.id)} />
              </div>
              {session.worker !== null && (
                <div>
                  <ServerCell id={session.id} worker={session.worker} />
                </div>
              )}
            </Group>
          </Stack>
        </Card>
      ))}
    </Stack>
  );
}
