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
import { StateBadge } from '../../ui/state-badge.tsx';

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
  const { t } = useTranslation('messageWords');
  const { color, icon } = LOOKS[status];
  return (
    <StateBadge color={color} icon={icon}>
      {t(`statuses.${status}`)}
    </StateBadge>
  );
}
