import { Anchor, Badge, Button, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconShieldCheck } from '@tabler/icons-react';
import type { Webhook } from '@wagw/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useGateway } from '../../gateway/gateway.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { SessionSelect } from '../../ui/session-select.tsx';
import { Pager, usePages } from '../use-pages.tsx';
import { useEndpoints } from '../webhook-queries.ts';
import { EndpointActions } from './endpoint-actions.tsx';
import { EndpointCondition } from './endpoint-condition.tsx';
import { useEndpointFacts } from './endpoint-facts.ts';
import classes from './endpoints.module.css';
import { NewEndpoint } from './new-endpoint.tsx';

/** All addresses to which events are posted, and how each fares. */
export function EndpointsPage() {
  const { t } = useTranslation('deliveries');
  const { can } = useGateway();
  const [isMaking, { open, close }] = useDisclosure();
  return (
    <Page
      title={t('title')}
      actions={
        <>
          <Button
            component={Link}
            href="/signature"
            variant="default"
            leftSection={<IconShieldCheck size={16} aria-hidden />}
          >
            {t('signature.title')}
          </Button>
          {can('manage') && (
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
              {t('new.open')}
            </Button>
          )}
        </>
      }
    >
      <Text c="dimmed">{t('intro')}</Text>
      <EndpointList />
      {isMaking && <NewEndpoint onClose={close} />}
    </Page>
  );
}

function EndpointList() {
  const { t } = useTranslation('deliveries');
  const { can } = useGateway();
  const [sessionId, setSessionId] = useState<string | null>(null);
  const pages = usePages();
  const { data, error, refetch } = useEndpoints(sessionId, pages.cursor);
  if (data === undefined) {
    return error === null ? (
      <Skeleton h={140} />
    ) : (
      <ProblemAlert error={error} onRetry={() => void refetch()} />
    );
  }
  const isUnused = data.items.length === 0 && sessionId === null && pages.cursor === undefined;
  if (isUnused) return <Text>{t(can('manage') ? 'empty.make' : 'empty.ask')}</Text>;
  return (
    <Stack>
      <Group maw={360}>
        <SessionSelect
          label={t('onlyOfSession')}
          placeholder={t('anySession')}
          value={sessionId}
          onChange={(id) => {
            setSessionId(id);
            pages.restart();
          }}
          isClearable
        />
      </Group>
      {data.items.length === 0 && data.nextCursor === null && <Text>{t('empty.ofSession')}</Text>}
      <Stack component="ul" className={classes.list}>
        {data.items.map((endpoint) => (
          <li key={endpoint.id}>
            <EndpointCard endpoint={endpoint} />
          </li>
        ))}
      </Stack>
      <Pager pages={pages} next={data.nextCursor} />
    </Stack>
  );
}

function EndpointCard({ endpoint }: { readonly endpoint: Webhook }) {
  const { whose, events, kind } = useEndpointFacts(endpoint);
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Stack gap={6} miw={0}>
          <Title order={2} size="h5" className={classes.url}>
            <Anchor component={Link} href={`/${endpoint.id}`} inherit>
              {endpoint.url}
            </Anchor>
          </Title>
          {endpoint.description !== '' && (
            <Text size="sm" dir="auto" className={classes.url}>
              {endpoint.description}
            </Text>
          )}
          <EndpointCondition endpoint={endpoint} />
          <Group gap={6}>
            {[whose, events, kind].map((fact) => (
              <Badge key={fact} variant="default" tt="none" fw={400} className={classes.fact}>
                {fact}
              </Badge>
            ))}
          </Group>
        </Stack>
        <EndpointActions endpoint={endpoint} />
      </Group>
    </Paper>
  );
}
