import { Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './link-phone.module.css';

/** The four steps on the phone. @param way how it ends: the camera reads a code, or somebody types one */
export function Steps({ way }: { readonly way: 'scan' | 'type' }) {
  const { t } = useTranslation('linkPhone');
  return (
    <div>
      <Title order={2} size="h5" mb="sm">
        {t('steps.heading')}
      </Title>
      <ol className={classes.steps}>
        <li>{t('steps.open')}</li>
        <li>
          {t('steps.devices')}
          <Text size="sm" c="dimmed">
            {t('steps.devicesPlace')}
          </Text>
        </li>
        <li>{t('steps.link')}</li>
        <li>{t(`steps.${way}`)}</li>
      </ol>
    </div>
  );
}
