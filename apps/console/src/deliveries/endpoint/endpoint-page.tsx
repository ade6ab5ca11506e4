import { Anchor, Button, Skeleton, Stack, Tabs } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconRefresh } from '@tabler/icons-react';
import type { Webhook } from '@wagw/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useGateway } from '../../gateway/gateway.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useFormats } from '../../ui/times.ts';
import { Facts } from '../delivery/facts.tsx';
import { EndpointActions } from '../endpoints/endpoint-actions.tsx';
import { EndpointCondition } from '../endpoints/endpoint-condition.tsx';
import { useEndpointFacts } from '../endpoints/endpoint-facts.ts';
import { ReplayDialog } from '../replay/replay-dialog.tsx';
import { useEndpoint } from '../webhook-queries.ts';
import { DeadLetters, Deliveries } from './deliveries.tsx';

/** One endpoint: how it fares, what became of what was posted to it, and posting it again. */
export function EndpointPage({ id }: { readonly id: string }) {
  const { t } = useTranslation('deliveries');
  const { can } = useGateway();
  const [, navigate] = useLocation();
  const [isReplaying, { open, close }] = useDisclosure();
  const { data: endpoint, error, refetch } = useEndpoint(id);
  return (
    <Page
      title={endpoint === undefined ? t('endpoint.title') : hostOf(endpoint.url)}
      actions={
        endpoint !== undefined && (
          <>
            {can('manage') && (
              <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden />} onClick={open}>
                {t('replay.open')}
              </Button>
            )}
            <EndpointActions endpoint={endpoint} onDeleted={() => navigate('/')} />
          </>
        )
      }
    >
      <Anchor component={Link} href="/">
        {t('endpoint.back')}
      </Anchor>
      {endpoint === undefined && error === null && <Skeleton h={240} />}
      {endpoint === undefined && error !== null && (
        <ProblemAlert error={error} onRetry={() => void refetch()} />
      )}
      {endpoint !== undefined && <Endpoint endpoint={endpoint} />}
      {endpoint !== undefined && isReplaying && <ReplayDialog endpoint={endpoint} onClose={close} />}
    </Page>
  );
}

function Endpoint({ endpoint }: { readonly endpoint: Webhook }) {
  const { t } = useTranslation('deliveries');
  const { dateTime, number } = useFormats();
  const { whose, events, kind } = useEndpointFacts(endpoint);
  const [tab, setTab] = useState<string | null>('all');
  const { id, url, description, headers, isSigned, isFromEnvironment, createdAt, health } = endpoint;
  const headerNames = Object.keys(headers);
  return (
    <Stack>
      <div role="status">
        <EndpointCondition endpoint={endpoint} />
      </div>
      <Facts
        facts={[
          [t('endpoint.url'), url],
          ...(description === '' ? [] : ([[t('form.description'), description]] as const)),
          [t('endpoint.gets'), `${events} (${whose})`],
          [t('endpoint.kind'), kind],
          ...(headerNames.length === 0 ? [] : ([[t('form.headers'), headerNames.join(', ')]] as const)),
          [t('endpoint.signed'), t(isSigned ? 'endpoint.isSigned' : 'endpoint.isUnsigned')],
          [t('endpoint.created'), dateTime(createdAt)],
          ...(isFromEnvironment ? ([[t('endpoint.from'), t('endpoint.fromEnvironment')]] as const) : []),
        ]}
      />
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="all">{t('tabs.deliveries')}</Tabs.Tab>
          <Tabs.Tab value="dead">
            {t('tabs.dead', { count: health.dead, shown: number(health.dead) })}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="all" pt="md">
          <Deliveries endpointId={id} />
        </Tabs.Panel>
        <Tabs.Panel value="dead" pt="md">
          <DeadLetters endpoint={endpoint} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
