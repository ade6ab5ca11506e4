import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.tsx';

export default function ConversationsArea() {
  const { t } = useTranslation();
  return <Page title={t('conversations')}>{null}</Page>;
}
