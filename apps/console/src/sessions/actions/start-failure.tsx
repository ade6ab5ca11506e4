import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

/** Tells why a session was not started, which nobody was asked about before. */
export function StartFailure({ error, onClose }: { readonly error: unknown; onClose(): void }) {
  const { t } = useTranslation('sessions');
  return (
    <Dialog title={t('actions.failedHeading')} onClose={onClose}>
      <ProblemAlert error={error} />
    </Dialog>
  );
}
