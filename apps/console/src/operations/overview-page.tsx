import { Stack, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.tsx';
import { Facts } from './facts/facts.tsx';
import { History } from './history/history.tsx';
import { Now } from './now.tsx';
import { Summary } from './summary/summary.tsx';
import { WorkersTable } from './workers/workers-table.tsx';

/** First what is wrong and what to do, then how it is now, then how it was. */
export function OverviewPage() {
  const { t } = useTranslation(['operations', 'app']);
  return (
    <Page title={t('app:operations')}>
      <Stack gap="xl">
        <Section title={t('summary.heading')}>
          <Summary />
        </Section>
        <Section title={t('now.heading')}>
          <Now />
        </Section>
        <Section title={t('workers.heading')}>
          <WorkersTable />
        </Section>
        <Section title={t('history.heading')}>
          <History />
        </Section>
        <Facts />
      </Stack>
    </Page>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Title order={2} size="h4" id={id} mb="xs">
        {title}
      </Title>
      {children}
    </section>
  );
}
