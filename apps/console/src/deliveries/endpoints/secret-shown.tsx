import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import classes from './endpoints.module.css';

interface SecretShownProps {
  readonly title: string;
  /** Of the endpoint. */
  readonly id: string;
  /** null in the answer to a request that was repeated: then nobody can read it any more. */
  readonly secret: string | null;
  onClose(): void;
}

/** A secret that cannot be read again. A click beside the dialog does not close it. */
export function SecretShown({ title, id, secret, onClose }: SecretShownProps) {
  const { t } = useTranslation('deliveries');
  return (
    <Dialog onClose={onClose} title={title} closesByClickBeside={false}>
      <Stack>
        {secret === null ? (
          <Text>{t('secret.lost')}</Text>
        ) : (
          <>
            <Alert color="yellow" icon={<IconKey />}>
              {t('secret.once')}
            </Alert>
            <Code block aria-label={t('secret.label')} className={classes.secret}>
              {secret}
            </Code>
            <div>
              <CopyButton text={secret} label={t('secret.copy')} />
            </div>
          </>
        )}
        <Group justify="flex-end">
          <Button component={Link} href={`/${id}`} variant="default" onClick={onClose}>
            {t('secret.toEndpoint')}
          </Button>
          <Button onClick={onClose}>{t('secret.done')}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
