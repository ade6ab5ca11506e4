import { Button, Code, Text, ThemeIcon } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Event } from '@wagw/client';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../ui/times.ts';
import { lookOf } from './event-looks.ts';
import { storyOf } from './event-story.ts';
import classes from './timeline.module.css';

/** One event: what it was and when, with all that it told when somebody asks for it. */
export const TimelineEntry = memo(function TimelineEntry({ event }: { readonly event: Event }) {
  const { t } = useTranslation(['timeline', 'sessionState']);
  const { dateTime, bytes } = useFormats();
  const [isOpen, { toggle }] = useDisclosure();
  const { title, detail } = storyOf(event, t, bytes);
  const { icon: Icon, color } = lookOf(event);
  const time = dateTime(event.timestamp * 1_000);
  return (
    <li className={classes.entry}>
      <ThemeIcon variant="light" color={color} radius="xl" size="lg">
        <Icon size={18} aria-hidden />
      </ThemeIcon>
      <div className={classes.story}>
        <Text fw={600} size="sm">
          {title}
        </Text>
        {detail !== undefined && (
          <Text size="sm" dir="auto" lineClamp={3}>
            {detail}
          </Text>
        )}
        <Text
          size="xs"
          c="dimmed"
          component="time"
          dateTime={new Date(event.timestamp * 1_000).toISOString()}
        >
          {time}
        </Text>
        {isOpen && (
          <Code block mt="xs" className={classes.data} tabIndex={0}>
            {JSON.stringify(event.data, undefined, 2)}
          </Code>
        )}
      </div>
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={toggle}
        aria-expanded={isOpen}
        aria-label={isOpen ? t('less') : t('detailsOf', { kind: title, time })}
      >
        {t(isOpen ? 'less' : 'more')}
      </Button>
    </li>
  );
});
