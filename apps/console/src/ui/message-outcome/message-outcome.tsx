import { Text } from '@mantine/core';
import type { Message } from '@wagw/client';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../times.ts';
import type en from './texts/en.ts';

type Reason = keyof (typeof en)['reasons'];

/** Why a message is where it is, and what to do about it; nothing where its status says it all. */
export function MessageOutcome({ message }: { readonly message: Message }) {
  const words = useOutcome(message);
  if (words === undefined) return null;
  return (
    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
      {words}
    </Text>
  );
}

function useOutcome({ status, error, notBefore }: Message): string | undefined {
  const { t, i18n } = useTranslation('messageOutcome');
  const { time } = useFormats();
  if (status === 'unconfirmed') return `${t('unconfirmedReason.reason')} ${t('unconfirmedReason.remedy')}`;
  if (error !== null) {
    const { code, detail } = error;
    if (!i18n.exists(`messageOutcome:reasons.${code}`))
      return `${t('otherReason.reason', { detail })} ${t('otherReason.remedy')}`;
    const known = code as Reason;
    return `${t(`reasons.${known}.reason`)} ${t(`reasons.${known}.remedy`)}`;
  }
  if (status !== 'queued') return undefined;
  return notBefore !== null && Date.parse(notBefore) > Date.now()
    ? t('waiting.until', { at: time(notBefore) })
    : t('waiting.queued');
}
