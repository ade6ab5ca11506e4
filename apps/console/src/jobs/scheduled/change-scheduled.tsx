import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { Message, SendMessage } from '@wagw/client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { chatIdText } from '../../ui/phone-number.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { fromField, toField } from '../../ui/send-time.ts';
import { useRepeatKey } from '../repeat-key.ts';
import { SendTimeField } from '../send-time-field.tsx';

interface ChangeScheduledProps {
  readonly message: Message;
  onChanged(): Promise<unknown>;
  onClose(): void;
}

/**
 * Another text or time for a message that waits. The API changes no message that waits: a new one takes its place. It comes before the old
 * one goes, so that none is lost should the second request fail; the same change again makes no second one.
 */
export function ChangeScheduled({ message, onChanged, onClose }: ChangeScheduledProps) {
  const { t } = useTranslation(['jobs', 'app']);
  const { client } = useGateway();
  const [text, setText] = useState(message.text ?? '');
  const [time, setTime] = useState(toField(Date.parse(message.sendAt ?? message.createdAt)));
  const sendAt = fromField(time, Date.now());
  const keyOf = useRepeatKey();
  const save = useMutation({
    mutationFn: async (at: number) => {
      const body = changed(message, text, at);
      await client.messages.send(message.sessionId, body, { idempotencyKey: keyOf(body) });
      await client.messages.delete(message.sessionId, message.id);
      await onChanged();
    },
    onSuccess: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (sendAt !== undefined) save.mutate(sendAt);
  };
  return (
    <Dialog title={t('scheduled.changeTitle')} onClose={onClose}>
      <Stack component="form" onSubmit={submit}>
        <Text size="sm">{t('scheduled.changeHint', { to: chatIdText(message.to) })}</Text>
        <Textarea
          label={t('scheduled.text')}
          dir="auto"
          autosize
          minRows={3}
          maxRows={12}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-autofocus
        />
        <SendTimeField value={time} onChange={setTime} />
        {save.error !== null && <ProblemAlert error={save.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('app:cancel')}
          </Button>
          <Button
            type="submit"
            loading={save.isPending}
            disabled={sendAt === undefined || text.trim() === ''}
          >
            {t('scheduled.save')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function changed(
  { to, replyTo, mentions, priority, metadata }: Message,
  text: string,
  at: number,
): SendMessage {
  return {
    to,
    type: 'text',
    text,
    sendAt: new Date(at).toISOString(),
    metadata,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(mentions === undefined ? {} : { mentions }),
    ...(priority === null ? {} : { priority }),
  };
}
