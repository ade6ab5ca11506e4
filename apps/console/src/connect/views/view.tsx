import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './view.module.css';

interface ViewProps {
  /** A picture of it, for the eye alone. */
  readonly icon: ReactNode;
  readonly title: string;
  /** 1 where the page has no other heading. */
  readonly order?: 1 | 2;
  readonly text?: string | undefined;
  /** What of it is to be read first, such as a number; it stays in one line. */
  readonly detail?: string | undefined;
  /** What can be done. */
  readonly children?: ReactNode;
}

/** One thing that the page has to say, in the middle of it. */
export function View({ icon, title, order = 2, text, detail, children }: ViewProps) {
  return (
    <Stack align="center" gap="sm" py="xl">
      {icon}
      <Stack align="center" gap="xs">
        <Title order={order} size="h3" ta="center">
          {title}
        </Title>
        {text !== undefined && (
          <Text ta="center" maw={480}>
            {text}
          </Text>
        )}
        {detail !== undefined && (
          <Text size="xl" fw={700} className={classes.oneLine}>
            {detail}
          </Text>
        )}
      </Stack>
      {children}
    </Stack>
  );
}
