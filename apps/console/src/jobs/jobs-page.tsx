import { Anchor, Box, Button, Tabs } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useGateway } from '../gateway/gateway.tsx';
import { areaPath } from '../ui/area-path.ts';
import { Page } from '../ui/page.tsx';
import { SessionSelect } from '../ui/session-select.tsx';
import { BatchList } from './bulk/batch-list.tsx';
import { useChosenSession } from './chosen-session.ts';
import { Empty } from './empty.tsx';
import { FailedList } from './failed/failed-list.tsx';
import { pathOf } from './paths.ts';
import { ScheduledList } from './scheduled/scheduled-list.tsx';

export const TABS = ['bulk', 'scheduled', 'failed'] as const;
type JobsTab = (typeof TABS)[number];

/** Bulk, scheduled and failed messages, of one session or where possible of all. */
export function JobsPage({ tab }: { readonly tab: JobsTab }) {
  const { t } = useTranslation(['jobs', 'app']);
  const [, go] = useLocation();
  const { can } = useGateway();
  const { session, choose, hasNone } = useChosenSession();
  const actions = can('send') && !hasNone && (
    <Button component={Link} href={pathOf('/new', session)} leftSection={<IconPlus size={18} aria-hidden />}>
      {t('newBulk')}
    </Button>
  );
  return (
    <Page title={t('app:jobs')} actions={actions}>
      {hasNone ? (
        <Empty text={t('noSessions')}>
          <Anchor component={Link} href={areaPath('/sessions')}>
            {t('toSessions')}
          </Anchor>
        </Empty>
      ) : (
        <>
          <Box maw={420}>
            <SessionSelect
              label={t('session')}
              placeholder={t('allSessions')}
              isClearable
              value={session}
              onChange={choose}
            />
          </Box>
          <Tabs
            value={tab}
            onChange={(value) => go(pathOf(`/${value as JobsTab}`, session))}
            keepMounted={false}
          >
            <Tabs.List mb="md">
              {TABS.map((name) => (
                <Tabs.Tab key={name} value={name}>
                  {t(`tabs.${name}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="bulk">
              <BatchList session={session} />
            </Tabs.Panel>
            <Tabs.Panel value="scheduled">
              {session === null ? <Empty text={t('chooseSession')} /> : <ScheduledList session={session} />}
            </Tabs.Panel>
            <Tabs.Panel value="failed">
              {session === null ? <Empty text={t('chooseSession')} /> : <FailedList session={session} />}
            </Tabs.Panel>
          </Tabs>
        </>
      )}
    </Page>
  );
}
