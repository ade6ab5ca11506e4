import { Alert, Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { MessageOutcome } from '../../ui/message-outcome/message-outcome.tsx';
import { useProblemText } from '../../ui/problem-alert.tsx';
import { isCertain } from '../composer/outgoing.ts';
import type { Draft, ShownMessage } from '../messages/shown-message.ts';

interface TroubleProps {
  readonly message: ShownMessage;
  /** Undefined where nobody may send, or what it said is not known. */
  readonly sendAgain: (() => void) | undefined;
  readonly canSend: boolean;
}

/** Of a message that did not go its way: why, and what to do. */
export function Trouble({ message, sendAgain, canSend }: TroubleProps) {
  const { t } = useTranslation(['conversations', 'messageWords']);
  const { fate, record, draft, error } = message;
  const isSafe = fate === 'failed' && isCertain(error?.code);
  return (
    <Alert
      role="status"
      color={fate === 'failed' ? 'red' : 'orange'}
      p="xs"
      mt={4}
      maw="34rem"
      title={t(`messageWords:statuses.${fate}`)}
    >
      {draft?.error !== undefined && record === undefined ? (
        <DraftProblem draft={draft} />
      ) : (
        record !== undefined && <MessageOutcome message={record} />
      )}
      {canSend && isSafe && sendAgain === undefined && <Text size="sm">{t('attachAgain')}</Text>}
      {isSafe && sendAgain !== undefined && (
        <Button size="compact-sm" variant="default" mt={4} onClick={sendAgain}>
          {t('sendAgain')}
        </Button>
      )}
    </Alert>
  );
}

function DraftProblem({ draft }: { readonly draft: Draft }) {
  const { title, remedy } = useProblemText(draft.error);
  return <Text size="sm">{`${title} ${remedy}`}</Text>;
}
