import { Badge } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface StateBadgeProps {
  /** Of the theme: `green`. */
  readonly color: string;
  readonly icon: Icon;
  /** The word for the state. */
  readonly children: ReactNode;
}

/** A state as a colour, an icon and a word that can be read in both schemes. */
export function StateBadge({ color, icon: Sign, children }: StateBadgeProps) {
  return (
    <Badge
      variant="light"
      color={color}
      // The library's own text on it is too pale to be read.
      c="var(--mantine-color-text)"
      tt="none"
      fw={600}
      // Narrow tables scroll; half a word says nothing.
      miw="max-content"
      leftSection={<Sign size={14} color={`var(--mantine-color-${color}-light-color)`} aria-hidden />}
    >
      {children}
    </Badge>
  );
}
