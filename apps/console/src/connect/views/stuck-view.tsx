import { Code } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { View } from './view.tsx';

interface StuckViewProps {
  readonly why: 'blocked' | 'failed';
  /** The reason as those know it who run the gateway. */
  readonly code: string;
}

/** Nobody before this page can help it. */
export function StuckView({ why, code }: StuckViewProps) {
  const { t } = useTranslation('connect');
  return (
    <View
      icon={<IconAlertTriangle size={56} color="var(--mantine-color-orange-filled)" aria-hidden />}
      title={t(`stuck.${why}.title`)}
      text={t(`stuck.${why}.text`)}
    >
      {why === 'failed' && <Code>{code}</Code>}
    </View>
  );
}
