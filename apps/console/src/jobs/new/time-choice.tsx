import { Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nextHour, toField } from '../../ui/send-time.ts';
import { SendTimeField } from '../send-time-field.tsx';
import type { Draft } from './draft.ts';

interface TimeChoiceProps {
  readonly time: Draft['time'];
  onChange(time: Draft['time']): void;
}

/** At once, or at a time to come. */
export function TimeChoice({ time, onChange }: TimeChoiceProps) {
  const { t } = useTranslation('jobs');
  return (
    <Stack gap="xs">
      <Radio.Group
        label={t('create.when')}
        value={time === undefined ? 'now' : 'later'}
        onChange={(value) => onChange(value === 'now' ? undefined : toField(nextHour(Date.now())))}
      >
        <Stack gap={6} mt={4}>
          <Radio value="now" label={t('create.now')} />
          <Radio value="later" label={t('create.later')} />
        </Stack>
      </Radio.Group>
      {time !== undefined && <SendTimeField value={time} onChange={onChange} />}
    </Stack>
  );
}
