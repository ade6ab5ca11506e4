import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog.tsx';
import { ProblemAlert } from './problem-alert.tsx';

interface ConfirmProps {
  readonly isOpen: boolean;
  readonly title: string;
  /** What happens then, and whether it can be undone. */
  readonly question: string;
  /** What the button says: the deed itself. */
  readonly action: string;
  readonly isDangerous?: boolean;
  act(): Promise<unknown>;
  onClose(): void;
}

/** Asks before something is done that is hard to undo. It closes when it is done, and stays with the reason when it failed. */
export function Confirm({
  isOpen,
  title,
  question,
  action,
  isDangerous = false,
  act,
  onClose,
}: ConfirmProps) {
  const { t } = useTranslation();
  const [isActing, setActing] = useState(false);
  const [error, setError] = useState<unknown>();
  const close = () => {
    setError(undefined);
    onClose();
  };
  const run = async () => {
    setActing(true);
    setError(undefined);
    try {
      await act();
      close();
    } catch (reason) {
      setError(reason);
    } finally {
      setActing(false);
    }
  };
  return (
    <Dialog title={title} isOpen={isOpen} onClose={close}>
      <Text>{question}</Text>
      {error !== undefined && <ProblemAlert error={error} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close} data-autofocus>
          {t('cancel')}
        </Button>
        <Button {...(isDangerous ? { color: 'red' } : {})} loading={isActing} onClick={() => void run()}>
          {action}
        </Button>
      </Group>
    </Dialog>
  );
}
