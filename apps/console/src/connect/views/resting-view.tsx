import { Button } from '@mantine/core';
import { IconDeviceMobile } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import type { SessionPhase } from '../session-phase.ts';
import { View } from './view.tsx';

interface RestingViewProps {
  readonly why: Extract<SessionPhase, { kind: 'resting' }>['why'];
  /** Starts the session; this view goes once that is heard of. */
  start(): Promise<unknown>;
}

/** Nothing happens until somebody asks for a code. */
export function RestingView({ why, start }: RestingViewProps) {
  const { t } = useTranslation('connect');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await start();
    } catch (reason) {
      setError(reason);
      setBusy(false);
    }
  };
  return (
    <View
      icon={<IconDeviceMobile size={56} aria-hidden />}
      title={t(`resting.${why}.title`)}
      text={t(`resting.${why}.text`)}
    >
      <Button size="md" loading={isBusy} onClick={() => void run()}>
        {t(why === 'notScanned' ? 'startAgain' : 'start')}
      </Button>
      {error !== undefined && <ProblemAlert error={error} />}
    </View>
  );
}
