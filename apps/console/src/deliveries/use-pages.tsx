import { Button, Group } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Which page of a list is shown, for lists that know only where the next page begins. */
export function usePages() {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  return {
    /** Undefined on the first page. */
    cursor: cursors.at(-1),
    /** To the first page, because something else is listed. */
    restart: () => setCursors([]),
    back: () => setCursors(cursors.slice(0, -1)),
    forth: (next: string) => setCursors([...cursors, next]),
  };
}

interface PagerProps {
  readonly pages: ReturnType<typeof usePages>;
  /** `nextCursor` of the page that is shown. */
  readonly next: string | null;
}

export function Pager({ pages, next }: PagerProps) {
  const { t } = useTranslation('deliveries');
  if (pages.cursor === undefined && next === null) return null;
  return (
    <Group justify="center">
      <Button
        variant="default"
        size="xs"
        leftSection={<IconChevronLeft size={16} aria-hidden />}
        disabled={pages.cursor === undefined}
        onClick={pages.back}
      >
        {t('pages.back')}
      </Button>
      <Button
        variant="default"
        size="xs"
        rightSection={<IconChevronRight size={16} aria-hidden />}
        disabled={next === null}
        onClick={() => next !== null && pages.forth(next)}
      >
        {t('pages.forth')}
      </Button>
    </Group>
  );
}
