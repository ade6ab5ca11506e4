import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied: "Copy the secret". */
  readonly label: string;
  readonly size?: 'xs' | 'md';
}

/** Copies, and says so. Browsers allow it on https and on this machine only. */
export function CopyButton({ text, label, size = 'xs' }: CopyButtonProps) {
  const { t } = useTranslation();
  const { copy, copied, error } = useClipboard();
  return (
    <Button
      variant="default"
      size={size}
      leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
      onClick={() => copy(text)}
    >
      <span role="status">{error !== null ? t('cannotCopy') : copied ? t('copied') : label}</span>
    </Button>
  );
}
