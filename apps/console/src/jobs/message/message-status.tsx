import { Badge } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBan,
  IconCalendarClock,
  IconCheck,
  IconChecks,
  IconClock,
  IconHelpCircle,
  IconSend,
} from '@tabler/icons-react';
import type { Message } from '@wagw/client';
import { useTranslation } from 'react-i18next';

export type MessageStatus = NonNullable<Message['status']>;

const LOOKS = {
  scheduled: { color: 'gray', icon: IconCalendarClock },
  queued: { color: 'gray', icon: IconClock },
  sending: { color: 'gray', icon: IconSend },
  unconfirmed: { color: 'orange', icon: IconHelpCircle },
  sent: { color: 'cyan', icon: IconCheck },
  delivered: { color: 'blue', icon: IconChecks },
  read: { color: 'green', icon: IconChecks },
  played: { color: 'green', icon: IconChecks },
  failed: { color: 'red', icon: IconAlertTriangle },
  cancelled: { color: 'gray', icon: IconBan },
} as const satisfies Record<MessageStatus, object>;

/** How far a message is, as a colour, an icon and a word. */
export function MessageStatusBadge({ status }: { readonly status: MessageStatus }) {
  const { t } = useTranslation('jobs');
  const { color, icon: Icon } = LOOKS[status];
  return (
    <Badge
      variant="light"
      color={color}
      // The library's own text on it is too pale to be read.
      c="var(--mantine-color-text)"
      tt="none"
      fw={600}
      leftSection={<Icon size={14} color={`var(--mantine-color-${color}-light-color)`} aria-hidden />}
    >
      {t(`status.${status}`)}
    </Badge>
  );
}
