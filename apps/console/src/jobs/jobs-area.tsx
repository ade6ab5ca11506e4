import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.tsx';

export default function JobsArea() {
  const { t } = useTranslation();
  return <Page title={t('jobs')}>{null}</Page>;
}
