import { Center, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function ConnectPage() {
  const { t } = useTranslation();
  return (
    <Center mih="100vh" component="main">
      <Loader aria-label={t('loading')} />
    </Center>
  );
}
