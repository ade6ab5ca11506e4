import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface ViewProps {
  /** A picture of it, for the eye alone. */
  readonly icon: ReactNode;
  readonly title: string;
  readonly text?: string | undefined;
  /** What can be done. */
  readonly children?: ReactNode;
}

/** One thing that the page has to say, in the middle of it. A screen reader says it at once. */
export function View({ icon, title, text, children }: ViewProps) {
  return (
    <Stack align="center" gap="sm" py="xl">
      {icon}
      <Stack role="status" align="center" gap="xs">
        <Title order={2} size="h3" ta="center">
          {title}
        </Title>
        {text !== undefined && (
          <Text ta="center" maw={480}>
            {text}
          </Text>
        )}
      </Stack>
      {children}
    </Stack>
  );
}
