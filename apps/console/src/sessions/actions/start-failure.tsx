import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

/** Tells why a session was not started, which nobody was asked about before. */
export function StartFailure({ error, onClose }: { readonly error: unknown; onClose(): void }) {
  const { t } = useTranslation(['sessions', 'app']);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('actions.failedHeading')}
      closeButtonProps={{ 'aria-label': t('app:close') }}
      centered
    >
      <ProblemAlert error={error} />
    </Modal>
  );
}
