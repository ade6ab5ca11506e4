import { Card, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './fact-card.module.css';

interface Fact {
  readonly name: ReactNode;
  /** Where the name is not a text of its own. */
  readonly key?: string;
  readonly value: string;
  readonly hint?: string;
}

interface FactCardProps {
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly children?: ReactNode;
}

/** Names and what belongs to each. */
export function FactCard({ title, facts, children }: FactCardProps) {
  return (
    <Card withBorder padding="sm">
      <Title order={2} size="h5" mb="xs">
        {title}
      </Title>
      <dl className={classes.facts}>
        {facts.map(({ name, key, value, hint }) => (
          <div key={key ?? String(name)} className={classes.fact}>
            <Text component="dt" size="sm" className={classes.name ?? ''}>
              {name}
            </Text>
            <Text component="dd" size="sm" fw={600} className={classes.value ?? ''}>
              {value}
              {hint !== undefined && (
                <Text span size="xs" c="dimmed" fw={400} display="block">
                  {hint}
                </Text>
              )}
            </Text>
          </div>
        ))}
      </dl>
      {children}
    </Card>
  );
}
