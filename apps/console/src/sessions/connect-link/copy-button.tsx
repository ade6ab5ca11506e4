import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Puts a text where it can be pasted from, and says so. */
export function CopyButton({ text }: { readonly text: string }) {
  const { t } = useTranslation('sessions');
  const { copy, copied } = useClipboard();
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <Button variant="default" leftSection={<Icon size={16} aria-hidden />} onClick={() => copy(text)}>
      <span aria-live="polite">{t(copied ? 'connectLink.copied' : 'connectLink.copy')}</span>
    </Button>
  );
}
