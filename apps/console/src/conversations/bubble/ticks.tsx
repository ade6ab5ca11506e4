import {
  IconAlertCircle,
  IconCalendarClock,
  IconCheck,
  IconChecks,
  IconClock,
  IconHelpCircle,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Fate } from '../messages/shown-message.ts';
import classes from './bubble.module.css';

const ICONS = {
  scheduled: IconCalendarClock,
  queued: IconClock,
  sending: IconClock,
  unconfirmed: IconHelpCircle,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  played: IconChecks,
  failed: IconAlertCircle,
  cancelled: IconAlertCircle,
} as const;

/** How far a message of ours has got, as WhatsApp's apps show it, with a name for those who do not see it. */
export function Ticks({ fate }: { readonly fate: Fate }) {
  const { t } = useTranslation('messageWords');
  if (fate === 'received') return null;
  const Icon = ICONS[fate];
  return (
    <Icon
      size={16}
      className={classes.ticks}
      data-fate={fate}
      role="img"
      aria-label={t(`statuses.${fate}`)}
    />
  );
}
