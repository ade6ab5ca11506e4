import { IconCircleCheck, IconClock, IconMailX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '../../ui/state-badge.tsx';
import type { DeliveryState } from '../webhook-queries.ts';

const LOOKS = {
  pending: { color: 'blue', icon: IconClock },
  delivered: { color: 'green', icon: IconCircleCheck },
  dead: { color: 'red', icon: IconMailX },
} as const satisfies Record<DeliveryState, object>;

/** Where a delivery stands. */
export function DeliveryStatusBadge({ status }: { readonly status: DeliveryState }) {
  const { t } = useTranslation('deliveries');
  return <StateBadge {...LOOKS[status]}>{t(`states.${status}`)}</StateBadge>;
}
