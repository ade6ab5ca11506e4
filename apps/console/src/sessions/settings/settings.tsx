import { SimpleGrid, Stack } from '@mantine/core';
import type { Session } from '@wagw/client';
import { useGateway } from '../../gateway/gateway.tsx';
import { DangerZone } from './danger-zone.tsx';
import { Facts } from './facts.tsx';
import { LabelsAndNotes } from './labels-and-notes.tsx';
import { MoveSession } from './move-session.tsx';
import { SessionWebhooks } from './session-webhooks.tsx';

/** How a session is set, and what can be changed about it. */
export function Settings({ session }: { readonly session: Session }) {
  const { can } = useGateway();
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Facts session={session} />
        <LabelsAndNotes session={session} />
      </SimpleGrid>
      <SessionWebhooks sessionId={session.id} />
      {can('operate') && <MoveSession session={session} />}
      {can('manage') && <DangerZone session={session} />}
    </Stack>
  );
}
