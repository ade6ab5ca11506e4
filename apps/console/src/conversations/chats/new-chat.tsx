import { Button, Group, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

interface NewChatProps {
  readonly session: string;
  readonly isOpen: boolean;
  onClose(): void;
  /** @param chat WhatsApp's id */
  onFound(chat: string): void;
}

/** Asks for a number, and whether it has WhatsApp, before somebody writes to it. */
export function NewChat({ session, isOpen, onClose, onFound }: NewChatProps) {
  const { t, i18n } = useTranslation(['conversations', 'app']);
  const { client } = useGateway();
  const [phone, setPhone] = useState(i18n.language === 'pt' ? '+55 ' : '+');
  const check = useMutation({
    mutationFn: async () => {
      const { items } = await client.contacts.checkNumbers(session, [phone]);
      return items[0];
    },
    onSuccess: (found) => {
      if (found?.chatId === null || found?.chatId === undefined) return;
      close();
      onFound(found.chatId);
    },
  });
  const { data: found } = check;
  const close = () => {
    check.reset();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    check.mutate();
  };
  const wrong =
    found === undefined || found.chatId !== null
      ? undefined
      : found.isRegistered === false
        ? t('noWhatsApp')
        : found.phone === null
          ? t('notANumber')
          : found.detail;

  return (
    <Dialog isOpen={isOpen} onClose={close} title={t('newChat')}>
      <form onSubmit={submit}>
        <TextInput
          type="tel"
          label={t('newChatPhone')}
          description={t('newChatPhoneHint')}
          autoComplete="off"
          required
          withAsterisk={false}
          value={phone}
          onChange={(event) => {
            setPhone(event.currentTarget.value);
            check.reset();
          }}
          error={wrong}
          data-autofocus
        />
        {check.error !== null && <ProblemAlert error={check.error} />}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            {t('app:cancel')}
          </Button>
          <Button type="submit" loading={check.isPending}>
            {t('newChatOpen')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
