import { ActionIcon, Group, Text } from '@mantine/core';
import { IconCalendarClock, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../ui/confirm.tsx';
import { useFormats } from '../../ui/times.ts';
import classes from './scheduled-strip.module.css';
import type { ShownMessage } from './shown-message.ts';
import { useChatTimes } from './use-chat-times.ts';
import { useSummary } from './use-summary.ts';

interface ScheduledStripProps {
  readonly messages: readonly ShownMessage[];
  /** Undefined where nothing may be sent, nor cancelled. */
  readonly cancel: ((message: ShownMessage) => Promise<void>) | undefined;
}

/** What waits for its time, above the place where one writes. */
export function ScheduledStrip({ messages, cancel }: ScheduledStripProps) {
  const { t } = useTranslation('conversations');
  const { number } = useFormats();
  const { both } = useChatTimes();
  const summaryOf = useSummary();
  const [asked, setAsked] = useState<ShownMessage>();
  if (messages.length === 0) return null;
  const title = t('scheduled', { count: messages.length, formatted: number(messages.length) });
  return (
    <section className={classes.strip} aria-label={title}>
      <Group gap={6}>
        <IconCalendarClock size={16} aria-hidden />
        <Text size="xs" fw={600}>
          {title}
        </Text>
      </Group>
      <ul>
        {messages.map((message) => (
          <li key={message.key}>
            <Text size="sm" truncate component="div" className={classes.words}>
              <bdi>{summaryOf(message)}</bdi>
            </Text>
            <Text size="xs" c="dimmed" component="time">
              {t('scheduledFor', { at: both(message.at) })}
            </Text>
            {cancel !== undefined && (
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                aria-label={t('cancelScheduled', { text: summaryOf(message).slice(0, 60) })}
                onClick={() => setAsked(message)}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      <Confirm
        isOpen={asked !== undefined}
        title={t('cancelScheduledTitle')}
        question={t('cancelScheduledQuestion')}
        action={t('cancelScheduledTitle')}
        isDangerous
        act={async () => {
          if (asked !== undefined) await cancel?.(asked);
        }}
        onClose={() => setAsked(undefined)}
      />
    </section>
  );
}
