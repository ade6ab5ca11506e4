import { Text } from '@mantine/core';
import type { Message } from '@wagw/client';
import { useTranslation } from 'react-i18next';

/** What a message says, or what it is when it has no words. */
export function MessageText({ message }: { readonly message: Message }) {
  const { t } = useTranslation('messageWords');
  const { type, text, caption, media } = message;
  const words = text ?? caption;
  const kind = type === 'text' ? undefined : [t(`kinds.${type}`), media?.filename].filter(Boolean).join(': ');
  return (
    <>
      {kind !== undefined && (
        <Text size="xs" c="dimmed" lineClamp={1}>
          {kind}
        </Text>
      )}
      {words !== null && words !== undefined && (
        <Text size="sm" dir="auto" lineClamp={3} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {words}
        </Text>
      )}
    </>
  );
}
