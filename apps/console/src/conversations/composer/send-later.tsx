import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/dialog.tsx';
import { fromField, nextHour, toField } from '../../ui/send-time.ts';

interface SendLaterProps {
  readonly isOpen: boolean;
  onClose(): void;
  /** @param at unix milliseconds */
  onChosen(at: number): void;
}

/** Asks when a message is to be sent. */
export function SendLater({ isOpen, onClose, onChosen }: SendLaterProps) {
  const { t } = useTranslation(['conversations', 'app']);
  const [value, setValue] = useState('');
  const [isWrong, setWrong] = useState(false);
  useEffect(() => {
    if (isOpen) setValue(toField(nextHour(Date.now())));
    setWrong(false);
  }, [isOpen]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The form stands in another one, as far as React knows.
    event.stopPropagation();
    const at = fromField(value, Date.now());
    setWrong(at === undefined);
    if (at !== undefined) onChosen(at);
  };

  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('laterTitle')}>
      <form onSubmit={submit} noValidate>
        <TextInput
          type="datetime-local"
          label={t('laterAt')}
          value={value}
          min={toField(Date.now())}
          onChange={(event) => setValue(event.currentTarget.value)}
          error={isWrong && t('laterPast')}
          data-autofocus
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {t('app:cancel')}
          </Button>
          <Button type="submit">{t('schedule')}</Button>
        </Group>
      </form>
    </Dialog>
  );
}
