import { Button, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
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
  const { copy, copied, error } = useClipboard();
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
      <Button
        variant="default"
        leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
        onClick={() => copy(code)}
      >
        {t(copied ? 'code.copied' : 'code.copy')}
      </Button>
      {error !== null && (
        <Text size="sm" role="alert">
          {t('code.cannotCopy')}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {t('code.valid')}
      </Text>
    </Stack>
  );
}
