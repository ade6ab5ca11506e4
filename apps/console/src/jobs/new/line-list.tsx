import { Alert, List } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../ui/times.ts';
import type { LineProblem } from './recipient-list.ts';
import type { RefusedLine } from './refused-lines.ts';

interface LineListProps {
  readonly title: string;
  readonly color: 'red' | 'yellow';
  readonly lines: readonly (LineProblem | RefusedLine)[];
}

/** Whoever has made that many mistakes corrects the table. */
const MOST_SHOWN = 20;

/** Lines of the list of recipients that something is the matter with, each named. */
export function LineList({ title, color, lines }: LineListProps) {
  const { t } = useTranslation('jobs');
  const { number } = useFormats();
  if (lines.length === 0) return null;
  const hidden = lines.length - MOST_SHOWN;
  return (
    <Alert
      role={color === 'red' ? 'alert' : 'status'}
      color={color}
      icon={<IconAlertTriangle />}
      title={title}
    >
      <List size="sm" style={{ overflowWrap: 'anywhere' }}>
        {lines.slice(0, MOST_SHOWN).map(({ line, kind, text }) => (
          <List.Item key={`${line} ${kind} ${text}`}>
            {t('create.line', { line: number(line), problem: t(`create.problems.${kind}`, { text }) })}
          </List.Item>
        ))}
        {hidden > 0 && <List.Item>{t('create.andMore', { number: number(hidden) })}</List.Item>}
      </List>
    </Alert>
  );
}
