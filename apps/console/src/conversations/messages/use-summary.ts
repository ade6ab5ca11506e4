import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShownMessage } from './shown-message.ts';

type Summarized = Pick<ShownMessage, 'kind' | 'text' | 'isRevoked'>;

/** A message in a few words: its text, or what it is. */
export function useSummary(): (message: Summarized) => string {
  const { t } = useTranslation('conversations');
  return useCallback(
    ({ kind, text, isRevoked }) => {
      if (isRevoked) return t('revoked');
      if (kind === 'text') return text;
      return text === '' ? t(`kinds.${kind}`) : `${t(`kinds.${kind}`)} · ${text}`;
    },
    [t],
  );
}
