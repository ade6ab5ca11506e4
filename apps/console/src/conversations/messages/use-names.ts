import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { chatName } from '../chats/chat-name.ts';

interface Written {
  readonly fromMe: boolean;
  readonly author: string | undefined;
  readonly authorName?: string | undefined;
}

/** Who wrote a message. @param name of the chat */
export function useNames(name: string, isGroup: boolean): (message: Written | undefined) => string {
  const { t } = useTranslation('conversations');
  return useCallback(
    (message) => {
      if (message === undefined) return '';
      if (message.fromMe) return t('you');
      if (!isGroup) return name;
      return chatName({ id: message.author ?? '', name: message.authorName ?? '' });
    },
    [t, name, isGroup],
  );
}
