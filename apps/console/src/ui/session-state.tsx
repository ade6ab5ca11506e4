import { Text } from '@mantine/core';
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
import { StateBadge } from './state-badge.tsx';

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
  const { color, icon } = LOOKS[state];
  return (
    <StateBadge color={color} icon={icon}>
      {t(`states.${state}`)}
    </StateBadge>
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
