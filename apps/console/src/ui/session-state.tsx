import { Badge, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconKeyboard,
  IconPlayerPause,
  IconPlugConnectedX,
  IconProgress,
  IconQrcode,
  IconRefresh,
  IconUnlink,
} from '@tabler/icons-react';
import type { Session } from '@wagw/client';
import { useTranslation } from 'react-i18next';

const LOOKS = {
  created: { color: 'gray', icon: IconCircleDashed },
  starting: { color: 'blue', icon: IconProgress },
  qr: { color: 'yellow', icon: IconQrcode },
  pairing: { color: 'yellow', icon: IconKeyboard },
  authenticating: { color: 'blue', icon: IconRefresh },
  ready: { color: 'green', icon: IconCircleCheck },
  reconnecting: { color: 'orange', icon: IconPlugConnectedX },
  stopped: { color: 'gray', icon: IconPlayerPause },
  logged_out: { color: 'orange', icon: IconUnlink },
  failed: { color: 'red', icon: IconAlertTriangle },
} as const satisfies Record<Session['state'], object>;

/** The state of a session as a colour, an icon and a word. */
export function SessionStateBadge({ state }: { readonly state: Session['state'] }) {
  const { t } = useTranslation('sessionState');
  const { color, icon: Icon } = LOOKS[state];
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
      {t(`states.${state}`)}
    </Badge>
  );
}

/** What the session does, in one sentence, and what to do about it. */
export function SessionStateSentence({ code, size = 'sm' }: { code: Session['code']; size?: 'xs' | 'sm' }) {
  const { t } = useTranslation('sessionState');
  const remedy = t(`codes.${code}.remedy`);
  return (
    <Text size={size}>
      {t(`codes.${code}.sentence`)}
      {remedy !== '' && ` ${remedy}`}
    </Text>
  );
}
