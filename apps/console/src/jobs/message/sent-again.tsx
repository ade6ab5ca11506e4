import { Anchor, Text } from '@mantine/core';
import type { Message } from '@wagw/client';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { areaPath } from '../../ui/area-path.ts';

/** Of a message that failed: nothing is to be done, another one was sent in its place. Leads to where that is. */
export function SentAgain({ message: { sessionId, chatId } }: { readonly message: Message }) {
  const { t } = useTranslation('jobs');
  return (
    <Text size="sm">
      {t('failed.sentAgain')}{' '}
      <Anchor component={Link} href={areaPath(`/conversations/${sessionId}/${chatId}`)} inherit>
        {t('failed.toConversation')}
      </Anchor>
    </Text>
  );
}
