import { CloseButton, Group, Text } from '@mantine/core';
import { IconFile } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../ui/times.ts';
import classes from './composer.module.css';
import { fileKindOf, isTooLarge, LARGEST_FILE } from './file-kinds.ts';

/** The file that goes with the next message, as it will arrive. */
export function Attachment({ file, onRemove }: { readonly file: File; onRemove(): void }) {
  const { t } = useTranslation(['conversations', 'messageWords']);
  const { bytes } = useFormats();
  const kind = fileKindOf(file);
  return (
    <Group gap="sm" wrap="nowrap">
      {kind === 'image' ? (
        <Preview file={file} />
      ) : (
        <IconFile size={32} aria-hidden style={{ flex: 'none' }} />
      )}
      <div className={classes.context}>
        <Text size="sm" fw={500} truncate>
          <bdi>{file.name}</bdi>
        </Text>
        <Text size="xs" c="dimmed">
          {`${t(`messageWords:kinds.${kind}`)} · ${bytes(file.size)}`}
        </Text>
        {isTooLarge(file) && (
          <Text size="sm" role="alert">
            {t('fileTooLarge', { limit: bytes(LARGEST_FILE) })}
          </Text>
        )}
        {kind === 'document' && !isTooLarge(file) && /^(image|video|audio)\//.test(file.type) && (
          <Text size="xs">{t('asDocument')}</Text>
        )}
      </div>
      <CloseButton aria-label={t('removeFile')} onClick={onRemove} />
    </Group>
  );
}

function Preview({ file }: { readonly file: File }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url === undefined ? null : <img className={classes.preview} src={url} alt="" />;
}
