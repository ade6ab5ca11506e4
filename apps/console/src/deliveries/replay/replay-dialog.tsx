import { Button, Group, Stack } from '@mantine/core';
import type { Webhook } from '@wagw/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReplayForm } from './replay-form.tsx';
import { ReplayProgress } from './replay-progress.tsx';
import { anHourAgo, type ReplayDraft, wishOf } from './replay-wish.ts';
import { useReplay } from './use-replay.ts';

interface ReplayDialogProps {
  readonly endpoint: Webhook;
  onClose(): void;
}

/** Has much delivered again: what was given up, or the events of a time, or by their numbers. It stays open to show how far that is. */
export function ReplayDialog({ endpoint, onClose }: ReplayDialogProps) {
  const { t } = useTranslation('deliveries');
  const { t: shared } = useTranslation();
  const [draft, setDraft] = useState<ReplayDraft>(() => ({
    what: endpoint.health.dead > 0 ? 'dead' : 'time',
    since: anHourAgo(),
    until: '',
    fromSeq: '',
    toSeq: '',
    events: [],
    sessionId: null,
  }));
  const replay = useReplay(endpoint.id);
  const wish = wishOf(draft);
  const close = () => {
    replay.stop();
    onClose();
  };
  return (
    <Dialog onClose={close} title={t('replay.title')} size="lg">
      <Stack>
        {replay.progress === undefined ? (
          <ReplayForm
            endpoint={endpoint}
            draft={draft}
            change={(part) => setDraft((before) => ({ ...before, ...part }))}
          />
        ) : (
          <ReplayProgress endpointId={endpoint.id} progress={replay.progress} />
        )}
        {replay.error !== undefined && <ProblemAlert error={replay.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {shared(replay.progress === undefined ? 'cancel' : 'close')}
          </Button>
          {replay.progress === undefined && (
            <Button
              disabled={wish === undefined}
              loading={replay.isRunning}
              onClick={() => wish !== undefined && void replay.start(wish)}
            >
              {t('replay.action')}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}
