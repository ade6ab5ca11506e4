import { Stack, Text, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../copy-button.tsx';
import classes from './link-phone.module.css';
import { phoneText } from './phone-number.ts';

interface CodeToTypeProps {
  /** Eight characters. */
  readonly code: string;
  /** Digits with the country code. */
  readonly phone: string;
}

/** A pairing code in two groups of four, as the phone shows its fields. */
export function CodeToType({ code, phone }: CodeToTypeProps) {
  const { t } = useTranslation('linkPhone');
  return (
    <Stack gap="xs" align="center">
      <Text ta="center">
        {t('code.yours')} <span className={classes.oneLine}>{phoneText(phone)}</span>
      </Text>
      <div className={classes.code} aria-hidden>
        <span>{code.slice(0, 4)}</span>
        <span>{code.slice(4)}</span>
      </div>
      <VisuallyHidden role="status">{t('code.announced', { code: [...code].join(' ') })}</VisuallyHidden>
      <CopyButton text={code} label={t('code.copy')} size="md" />
      <Text size="sm" c="dimmed">
        {t('code.valid')}
      </Text>
    </Stack>
  );
}
