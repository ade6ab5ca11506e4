import { Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import type { Webhook } from '@wagw/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { SessionSelect } from '../../ui/session-select.tsx';
import { EventsSelect } from '../events-select.tsx';
import { ReplayProgress } from './replay-progress.tsx';
import { anHourAgo, type ReplayDraft, wishOf } from './replay-wish.ts';
import { useReplay } from './use-replay.ts';

interface ReplayDialogProps {
  readonly endpoint: Webhook;
  onClose(): void;
}

/** Has much delivered again: what was given up, or the events of a time. It stays open to show how far that is. */
export function ReplayDialog({ endpoint, onClose }: ReplayDialogProps) {
  const { t } = useTranslation('deliveries');
  const { t: shared } = useTranslation();
  const [draft, setDraft] = useState<ReplayDraft>(() => ({
    what: endpoint.health.dead > 0 ? 'dead' : 'all',
    since: anHourAgo(),
    until: '',
    events: [],
    sessionId: null,
  }));
  const replay = useReplay(endpoint.id);
  const wish = wishOf(draft);
  const title = t('replay.title');
  const close = () => {
    replay.stop();
    onClose();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      size="lg"
      closeButtonProps={{ 'aria-label': shared('close') }}
    >
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
    </Modal>
  );
}

interface ReplayFormProps {
  readonly endpoint: Webhook;
  readonly draft: ReplayDraft;
  readonly change: (part: Partial<ReplayDraft>) => void;
}

function ReplayForm({ endpoint: { health, ordered, enabled }, draft, change }: ReplayFormProps) {
  const { t } = useTranslation('deliveries');
  const isNarrowed = draft.events.length > 0 || draft.sessionId !== null;
  return (
    <>
      <Radio.Group
        label={t('replay.what')}
        value={draft.what}
        onChange={(what) => change({ what: what === 'dead' ? 'dead' : 'all' })}
      >
        <Stack gap={6} mt={6}>
          <Radio value="dead" label={t('replay.dead', { count: health.dead })} disabled={health.dead === 0} />
          <Radio value="all" label={t('replay.all')} />
        </Stack>
      </Radio.Group>
      {draft.what === 'all' && (
        <Group grow align="flex-start">
          <TextInput
            type="datetime-local"
            label={t('replay.since')}
            required
            value={draft.since}
            onChange={({ currentTarget }) => change({ since: currentTarget.value })}
          />
          <TextInput
            type="datetime-local"
            label={t('replay.until')}
            description={t('replay.untilHelp')}
            inputWrapperOrder={['label', 'input', 'description']}
            value={draft.until}
            onChange={({ currentTarget }) => change({ until: currentTarget.value })}
          />
        </Group>
      )}
      <EventsSelect
        label={t('filter.event')}
        events={draft.events}
        onChange={(events) => change({ events })}
      />
      <SessionSelect
        placeholder={t('anySession')}
        value={draft.sessionId}
        onChange={(sessionId) => change({ sessionId })}
        isClearable
      />
      <Text role="status">
        {draft.what === 'dead'
          ? t(isNarrowed ? 'replay.someDead' : 'replay.allDead', { count: health.dead })
          : t('replay.repeats')}
        {ordered && ` ${t('replay.ordered')}`}
        {!enabled && ` ${t('replay.disabled')}`}
      </Text>
    </>
  );
}
