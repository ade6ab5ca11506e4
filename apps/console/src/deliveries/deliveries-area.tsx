import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.tsx';

export default function DeliveriesArea() {
  const { t } = useTranslation();
  return <Page title={t('deliveries')}>{null}</Page>;
}
