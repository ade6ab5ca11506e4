import { Stack, Text } from '@mantine/core';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../copy-button.tsx';
import { phoneText } from '../phone-number.ts';
import { useNow } from '../times.ts';
import classes from './link-phone.module.css';

interface CodeToTypeProps {
  /** Eight characters. */
  readonly code: string;
  /** Digits with the country code. */
  readonly phone: string;
  /** Unix milliseconds. */
  readonly endsAt: number;
  onEnd(): void;
}

/** A pairing code in two groups of four, as the phone shows its fields. The panel says it to those who cannot see it. */
export function CodeToType({ code, phone, endsAt, onEnd }: CodeToTypeProps) {
  const { t } = useTranslation('linkPhone');
  const seconds = Math.max(0, Math.ceil((endsAt - useNow()) / 1_000));
  const end = useEffectEvent(onEnd);
  useEffect(() => {
    if (seconds === 0) end();
  }, [seconds]);
  return (
    <Stack gap="xs" align="center">
      <Text ta="center">
        {t('code.yours')} <span className={classes.oneLine}>{phoneText(phone)}</span>
      </Text>
      <div className={classes.code} aria-hidden>
        <span>{code.slice(0, 4)}</span>
        <span>{code.slice(4)}</span>
      </div>
      <CopyButton text={code} label={t('code.copy')} size="md" />
      <Text size="sm" c="dimmed">
        {t('code.valid', { time: minutesText(seconds) })}
      </Text>
    </Stack>
  );
}

/** 2:05 */
const minutesText = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
