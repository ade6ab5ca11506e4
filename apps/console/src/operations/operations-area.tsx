import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.tsx';

export default function OperationsArea() {
  const { t } = useTranslation();
  return <Page title={t('operations')}>{null}</Page>;
}
