import { ActionIcon, Group, Text, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { Presence } from '@wagw/client';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { phoneText } from '../../ui/phone-number.ts';
import { useChatTimes } from './use-chat-times.ts';

interface ConversationHeaderProps {
  readonly name: string;
  readonly chat: string;
  readonly presence: Presence | undefined;
  readonly back: string | undefined;
}

/** Whose conversation it is, and what that one does just now. */
export function ConversationHeader({ name, chat, presence, back }: ConversationHeaderProps) {
  const { t } = useTranslation('conversations');
  const [user = '', server] = chat.split('@');
  const phone = server === 'c.us' ? phoneText(user) : undefined;
  return (
    <Group px="md" py={8} gap="sm" wrap="nowrap" bg="var(--mantine-color-body)" mih={56}>
      {back !== undefined && (
        <ActionIcon component={Link} href={back} variant="default" size={36} aria-label={t('back')}>
          <IconArrowLeft size={20} aria-hidden />
        </ActionIcon>
      )}
      <div style={{ minWidth: 0 }}>
        <Title order={2} size="h5" lineClamp={1} dir="auto">
          {name}
        </Title>
        <Text size="xs" c="dimmed" role="status">
          {phone !== undefined && phone !== name && `${phone} `}
          <PresenceText presence={presence} />
        </Text>
      </div>
    </Group>
  );
}

function PresenceText({ presence }: { readonly presence: Presence | undefined }) {
  const { t } = useTranslation('conversations');
  const { both } = useChatTimes();
  const { state = null, lastSeen = null } = presence ?? {};
  if (state === 'unavailable') {
    return lastSeen === null ? null : t('presence.lastSeen', { when: both(lastSeen * 1_000) });
  }
  return state === null ? null : t(`presence.${state}`);
}
