import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { keepSession } from '../../gateway/one-session.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { act, DANGEROUS, type SessionAction } from './session-actions.ts';

interface SessionActionDialogProps {
  readonly id: string;
  /** What was chosen; undefined while nothing is. */
  readonly action: Exclude<SessionAction, 'start'> | undefined;
  onClose(): void;
  /** Told when it was accepted. */
  onDone?(): void;
}

/** Asks before something is done to a session that interrupts it or cannot be undone. */
export function SessionActionDialog({ id, action, onClose, onDone }: SessionActionDialogProps) {
  const { t } = useTranslation('sessions');
  const { client } = useGateway();
  const queries = useQueryClient();
  // What is asked stays readable while the dialog goes.
  const shown = action ?? 'stop';
  return (
    <Confirm
      isOpen={action !== undefined}
      title={t(`questions.${shown}.title`, { id })}
      question={t(`questions.${shown}.question`)}
      action={t(`actions.${shown}`)}
      isDangerous={DANGEROUS.includes(shown)}
      act={async () => {
        keepSession(queries, await act(client, shown, id));
        onDone?.();
      }}
      onClose={onClose}
    />
  );
}
