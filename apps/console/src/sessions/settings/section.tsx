import { Paper, Stack, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

interface SectionProps {
  readonly heading: string;
  readonly isDangerous?: boolean;
  readonly children: ReactNode;
}

/** A part of the settings. */
export function Section({ heading, isDangerous = false, children }: SectionProps) {
  const id = useId();
  return (
    <Paper
      withBorder
      p="md"
      component="section"
      aria-labelledby={id}
      {...(isDangerous ? { style: { borderColor: 'var(--mantine-color-red-6)' } } : {})}
    >
      <Stack gap="sm">
        <Title order={2} size="h4" id={id}>
          {heading}
        </Title>
        {children}
      </Stack>
    </Paper>
  );
}
