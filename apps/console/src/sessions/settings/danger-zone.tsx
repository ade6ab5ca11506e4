import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Session } from '@wagw/client';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useGateway } from '../../gateway/gateway.tsx';
import { SessionActionDialog } from '../actions/session-action-dialog.tsx';
import { possibleActions } from '../actions/session-actions.ts';
import { useDialog } from '../actions/use-dialog.ts';
import { EraseContactDialog } from './erase-contact-dialog.tsx';
import { Section } from './section.tsx';

/** What cannot be taken back. */
export function DangerZone({ session }: { readonly session: Session }) {
  const { t } = useTranslation('sessions');
  const { can } = useGateway();
  const [, go] = useLocation();
  const question = useDialog<'logout' | 'delete'>();
  const [isErasing, { open: openErasing, close: closeErasing }] = useDisclosure();
  return (
    <Section heading={t('danger.heading')} isDangerous>
      {possibleActions(session).includes('logout') && (
        <Row text={t('danger.logout')}>
          <DangerButton label={t('actions.logout')} onClick={() => question.open('logout')} />
        </Row>
      )}
      {can('admin') && (
        <Row text={t('danger.erase')}>
          <DangerButton label={t('erase.open')} onClick={openErasing} />
        </Row>
      )}
      <Row text={t('danger.delete')}>
        <DangerButton label={t('actions.delete')} onClick={() => question.open('delete')} />
      </Row>
      <SessionActionDialog
        id={session.id}
        action={question.kind ?? 'logout'}
        isOpen={question.isOpen}
        onClose={question.close}
        onDone={() => {
          if (question.kind === 'delete') go('/');
        }}
      />
      <EraseContactDialog sessionId={session.id} isOpen={isErasing} onClose={closeErasing} />
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
