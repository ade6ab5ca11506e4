import { ActionIcon, Button, CloseButton, FileButton, Group, Text, Textarea, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCalendarClock, IconCheck, IconPaperclip, IconSend2 } from '@tabler/icons-react';
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Quote } from '../bubble/quote.tsx';
import type { ShownMessage } from '../messages/shown-message.ts';
import { Attachment } from './attachment.tsx';
import classes from './composer.module.css';
import { isTooLarge } from './file-kinds.ts';
import type { Outgoing } from './outgoing.ts';
import { SendLater } from './send-later.tsx';

/** What the next text is: a message, an answer to one, or another text of one that has gone out. */
export type Writing =
  | { readonly kind: 'message' }
  | { readonly kind: 'reply' | 'edit'; readonly message: ShownMessage };

interface ComposerProps {
  readonly writing: Writing;
  /** Who wrote the message that is answered. */
  readonly repliedName: string;
  readonly file: File | undefined;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  onFile(file: File | undefined): void;
  onStop(): void;
  onSend(outgoing: Outgoing): void;
  onEdit(message: ShownMessage, text: string): void;
}

/** Where a message is written. Enter sends, unless it ends the input of a letter that is typed in several steps. */
export function Composer({
  writing,
  repliedName,
  file,
  field,
  onFile,
  onStop,
  onSend,
  onEdit,
}: ComposerProps) {
  const { t } = useTranslation('conversations');
  const [text, setText] = useState('');
  const [isLater, later] = useDisclosure();
  const isEdit = writing.kind === 'edit';
  const canSend = (text.trim() !== '' || (file !== undefined && !isEdit)) && !isTooLarge(file);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever chooses a file or a message goes on to write
  useEffect(() => {
    if (writing.kind === 'edit') setText(writing.message.text);
    field.current?.focus();
  }, [writing, file]);

  const clear = () => {
    setText('');
    onFile(undefined);
    onStop();
  };
  const submit = (sendAt?: number) => {
    if (!canSend) return;
    const words = text.trim();
    if (isEdit) onEdit(writing.message, words);
    else {
      const replyTo = writing.kind === 'reply' ? writing.message.ref : undefined;
      onSend({ text: words, file, replyTo, sendAt });
    }
    clear();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && writing.kind !== 'message') return clear();
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  };
  const onPaste = (event: ClipboardEvent) => {
    const [pasted] = event.clipboardData.files;
    if (pasted === undefined) return;
    event.preventDefault();
    onFile(pasted);
  };

  return (
    <form
      className={classes.composer}
      aria-label={t('composer')}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {writing.kind !== 'message' && (
        <Group gap="xs" wrap="nowrap">
          <div className={classes.context}>
            <Quote
              quoted={writing.message}
              name={isEdit ? t('editing') : t('replyingTo', { name: repliedName })}
              onShow={undefined}
            />
          </div>
          <CloseButton aria-label={isEdit ? t('cancelEdit') : t('cancelReply')} onClick={clear} />
        </Group>
      )}
      {file !== undefined && !isEdit && <Attachment file={file} onRemove={() => onFile(undefined)} />}
      <Group gap="xs" wrap="nowrap" align="flex-end">
        {!isEdit && (
          <FileButton onChange={(chosen) => chosen !== null && onFile(chosen)}>
            {(props) => (
              <ActionIcon {...props} size={36} variant="default" aria-label={t('attach')}>
                <IconPaperclip size={20} aria-hidden />
              </ActionIcon>
            )}
          </FileButton>
        )}
        <Textarea
          ref={field}
          className={classes.field}
          aria-label={file === undefined ? t('composer') : t('caption')}
          placeholder={file === undefined ? t('placeholder') : t('caption')}
          autosize
          minRows={1}
          maxRows={6}
          dir="auto"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        {!isEdit && (
          <Tooltip label={t('later')}>
            <ActionIcon
              size={36}
              variant="default"
              aria-label={t('later')}
              disabled={!canSend}
              onClick={later.open}
            >
              <IconCalendarClock size={20} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
        <Button type="submit" px="sm" disabled={!canSend} aria-label={isEdit ? t('save') : t('send')}>
          {isEdit ? <IconCheck size={20} aria-hidden /> : <IconSend2 size={20} aria-hidden />}
        </Button>
      </Group>
      <Text size="xs" c="dimmed" visibleFrom="sm">
        {t('composerHint')}
      </Text>
      <SendLater
        isOpen={isLater}
        onClose={later.close}
        onChosen={(at) => {
          later.close();
          submit(at);
        }}
      />
    </form>
  );
}
