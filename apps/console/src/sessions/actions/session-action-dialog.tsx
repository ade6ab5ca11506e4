import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { keepSession } from '../../gateway/one-session.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { type AskedAction, act, DANGEROUS } from './session-actions.ts';

interface SessionActionDialogProps {
  readonly id: string;
  readonly action: AskedAction;
  readonly isOpen: boolean;
  onClose(): void;
  /** Told when it was accepted. */
  onDone?(): void;
}

/** Asks before something is done to a session that interrupts it or cannot be undone. */
export function SessionActionDialog({ id, action, isOpen, onClose, onDone }: SessionActionDialogProps) {
  const { t } = useTranslation('sessions');
  const { client } = useGateway();
  const queries = useQueryClient();
  return (
    <Confirm
      isOpen={isOpen}
      title={t(`questions.${action}.title`, { id })}
      question={t(`questions.${action}.question`)}
      action={t(`actions.${action}`)}
      isDangerous={DANGEROUS.includes(action)}
      act={async () => {
        keepSession(queries, await act(client, action, id));
        onDone?.();
      }}
      onClose={onClose}
    />
  );
}
