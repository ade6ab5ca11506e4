import { Code, Group, Stack, Text } from '@mantine/core';
import { CopyButton } from '../../ui/copy-button.tsx';
import classes from './delivery.module.css';

interface TextBlockProps {
  readonly label: string;
  readonly text: string;
  /** What the button says that copies it; by default there is none. */
  readonly copyLabel?: string;
  /** What is copied, where that is not what is shown. */
  readonly copied?: string;
}

/** A text of machines, such as a body: long ones scroll in their own box, by the keyboard too. */
export function TextBlock({ label, text, copyLabel, copied = text }: TextBlockProps) {
  return (
    <Stack gap={4}>
      <Group justify="space-between">
        <Text size="sm" fw={500}>
          {label}
        </Text>
        {copyLabel !== undefined && <CopyButton text={copied} label={copyLabel} />}
      </Group>
      <Code block role="region" aria-label={label} tabIndex={0} className={classes.block}>
        {text}
      </Code>
    </Stack>
  );
}
