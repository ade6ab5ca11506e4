import { Alert, Button, Code, Group, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useFormats } from '../../ui/times.ts';
import type { ConnectLink } from './connect-link-dialog.tsx';

interface MadeLinkProps {
  readonly link: ConnectLink;
  /** Whether pages of other origins may show it. */
  readonly isEmbedded: boolean;
  onClose(): void;
}

/** A link that was just made, to be copied now or never. */
export function MadeLink({ link: { url, expiresAt }, isEmbedded, onClose }: MadeLinkProps) {
  const { t } = useTranslation('sessions');
  const { dateTime } = useFormats();
  const frame = `<iframe src="${url}" width="420" height="640"></iframe>`;
  return (
    <Stack>
      <Alert role="status" color="blue">
        {t('connectLink.ready')}
      </Alert>
      <Group align="end" gap="xs" wrap="nowrap">
        <TextInput
          label={t('connectLink.url')}
          readOnly
          flex={1}
          value={url}
          onFocus={(event) => event.currentTarget.select()}
          data-autofocus
        />
        <CopyButton text={url} label={t('connectLink.copy')} />
      </Group>
      {isEmbedded && (
        <Stack gap="xs">
          <Text size="sm" fw={500}>
            {t('connectLink.frame')}
          </Text>
          <Code block style={{ whiteSpace: 'pre-wrap', wordBreak: 'break-all' }}>
            {frame}
          </Code>
          <div>
            <CopyButton text={frame} label={t('connectLink.copyFrame')} />
          </div>
        </Stack>
      )}
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {t('connectLink.until', { time: dateTime(expiresAt) })}
        </Text>
        <Button onClick={onClose}>{t('connectLink.close')}</Button>
      </Group>
    </Stack>
  );
}
