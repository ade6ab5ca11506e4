import { Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import type { Webhook } from '@wagw/client';
import { useTranslation } from 'react-i18next';
import { SessionSelect } from '../../ui/session-select.tsx';
import { EventsSelect } from '../events-select.tsx';
import { REPLAY_WAYS, type ReplayDraft, type ReplayWay } from './replay-wish.ts';

interface ReplayFormProps {
  readonly endpoint: Webhook;
  readonly draft: ReplayDraft;
  readonly change: (part: Partial<ReplayDraft>) => void;
}

/** What is to be delivered again: first in which of the ways it is said, then what that one needs, then what all can be narrowed down to. */
export function ReplayForm({ endpoint: { health, ordered, enabled }, draft, change }: ReplayFormProps) {
  const { t } = useTranslation('deliveries');
  const isNarrowed = draft.events.length > 0 || draft.sessionId !== null;
  const isByNumber = draft.what === 'numbers';
  const session = (
    <SessionSelect
      {...(isByNumber ? {} : { placeholder: t('anySession') })}
      value={draft.sessionId}
      onChange={(sessionId) => change({ sessionId })}
      isClearable={!isByNumber}
    />
  );
  return (
    <>
      <Radio.Group
        label={t('replay.what')}
        value={draft.what}
        onChange={(what) => change({ what: what as ReplayWay })}
      >
        <Stack gap={6} mt={6}>
          {REPLAY_WAYS.map((way) => (
            <Radio
              key={way}
              value={way}
              label={t(`replay.ways.${way}`, { count: health.dead })}
              disabled={way === 'dead' && health.dead === 0}
            />
          ))}
        </Stack>
      </Radio.Group>
      {isByNumber && session}
      {draft.what === 'time' && <TimeFields draft={draft} change={change} />}
      {isByNumber && <NumberFields draft={draft} change={change} />}
      <EventsSelect
        label={t('filter.event')}
        events={draft.events}
        onChange={(events) => change({ events })}
      />
      {!isByNumber && session}
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

type FieldsProps = Omit<ReplayFormProps, 'endpoint'>;

function TimeFields({ draft, change }: FieldsProps) {
  const { t } = useTranslation('deliveries');
  return (
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
  );
}

function NumberFields({ draft, change }: FieldsProps) {
  const { t } = useTranslation('deliveries');
  return (
    <Group grow align="flex-start">
      <TextInput
        inputMode="numeric"
        label={t('replay.fromSeq')}
        description={t('replay.fromSeqHelp')}
        inputWrapperOrder={['label', 'input', 'description']}
        required
        value={draft.fromSeq}
        onChange={({ currentTarget }) => change({ fromSeq: currentTarget.value })}
      />
      <TextInput
        inputMode="numeric"
        label={t('replay.toSeq')}
        description={t('replay.toSeqHelp')}
        inputWrapperOrder={['label', 'input', 'description']}
        value={draft.toSeq}
        onChange={({ currentTarget }) => change({ toSeq: currentTarget.value })}
      />
    </Group>
  );
}
