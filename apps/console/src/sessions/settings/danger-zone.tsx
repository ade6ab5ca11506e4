import { Button, Group, Text } from '@mantine/core';
import type { Session } from '@wagw/client';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useGateway } from '../../gateway/gateway.tsx';
import { SessionActionDialog } from '../actions/session-action-dialog.tsx';
import { possibleActions } from '../actions/session-actions.ts';
import { EraseContactDialog } from './erase-contact-dialog.tsx';
import { Section } from './section.tsx';

type Deed = 'logout' | 'delete' | 'erase';

/** What cannot be taken back. */
export function DangerZone({ session }: { readonly session: Session }) {
  const { t } = useTranslation('sessions');
  const { can } = useGateway();
  const [, go] = useLocation();
  const [asked, setAsked] = useState<Deed>();
  const close = () => setAsked(undefined);
  return (
    <Section heading={t('danger.heading')} isDangerous>
      {possibleActions(session).includes('logout') && (
        <Row text={t('danger.logout')}>
          <DangerButton label={t('actions.logout')} onClick={() => setAsked('logout')} />
        </Row>
      )}
      {can('admin') && (
        <Row text={t('danger.erase')}>
          <DangerButton label={t('erase.open')} onClick={() => setAsked('erase')} />
        </Row>
      )}
      <Row text={t('danger.delete')}>
        <DangerButton label={t('actions.delete')} onClick={() => setAsked('delete')} />
      </Row>
      <SessionActionDialog
        id={session.id}
        action={asked === 'erase' ? undefined : asked}
        onClose={close}
        onDone={() => {
          if (asked === 'delete') go('/');
        }}
      />
      {asked === 'erase' && <EraseContactDialog sessionId={session.id} onClose={close} />}
    </Section>
  );
}

function Row({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  return (
    <Group justify="space-between">
      <Text size="sm" maw={560}>
        {text}
      </Text>
      {children}
    </Group>
  );
}

function DangerButton({ label, onClick }: { readonly label: string; onClick(): void }) {
  return (
    <Button color="red" variant="outline" onClick={onClick}>
      {label}
    </Button>
  );
}
