import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.tsx';

export default function SessionsArea() {
  const { t } = useTranslation();
  return <Page title={t('sessions')}>{null}</Page>;
}
