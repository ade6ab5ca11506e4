import { IconLinkOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { LinkEnd } from '../follow-link.ts';
import { View } from './view.tsx';

/** The link is of no use any more, and what to do. */
export function EndedView({ end }: { readonly end: LinkEnd }) {
  const { t } = useTranslation('connect');
  return (
    <View
      icon={<IconLinkOff size={56} aria-hidden />}
      order={1}
      title={t(`end.${end}.title`)}
      text={t(`end.${end}.text`)}
    />
  );
}
