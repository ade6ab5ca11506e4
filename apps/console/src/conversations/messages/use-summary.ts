import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShownMessage } from './shown-message.ts';

type Summarized = Pick<ShownMessage, 'kind' | 'text'> &
  Partial<Pick<ShownMessage, 'isRevoked' | 'poll' | 'cards' | 'location'>>;

/** A message in a few words: its text, or what it is. */
export function useSummary(): (message: Summarized) => string {
  const { t } = useTranslation(['conversations', 'messageWords']);
  return useCallback(
    ({ kind, text, isRevoked = false, poll, cards = [], location }) => {
      if (isRevoked) return t('revoked');
      if (kind === 'text') return text;
      const words = text || poll?.question || location?.name || cards.map(({ name }) => name).join(', ');
      return words === '' ? t(`messageWords:kinds.${kind}`) : `${t(`messageWords:kinds.${kind}`)} · ${words}`;
    },
    [t],
  );
}
