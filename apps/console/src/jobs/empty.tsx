import { Center, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface EmptyProps {
  readonly text: string;
  /** What one could do now. */
  readonly hint?: string;
  readonly children?: ReactNode;
}

/** In place of a list that has nothing in it. */
export function Empty({ text, hint, children }: EmptyProps) {
  return (
    <Center py="xl">
      <Stack align="center" gap="xs" maw={460}>
        <Text fw={600} ta="center">
          {text}
        </Text>
        {hint !== undefined && (
          <Text c="dimmed" ta="center">
            {hint}
          </Text>
        )}
        {children}
      </Stack>
    </Center>
  );
}
