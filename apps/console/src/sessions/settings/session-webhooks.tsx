import { Anchor, Badge, Group, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useGateway } from '../../gateway/gateway.tsx';
import { areaPath } from '../../ui/area-path.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useFormats } from '../../ui/times.ts';
import { Section } from './section.tsx';

/** The endpoints that are told of this session alone. */
export function SessionWebhooks({ sessionId }: { readonly sessionId: string }) {
  const { t } = useTranslation('sessions');
  const { number } = useFormats();
  const { client } = useGateway();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['session-webhooks', sessionId],
    queryFn: async ({ signal }) => {
      const params = { query: { sessionId, limit: 200 } };
      return (await client.api.GET('/api/v1/webhooks', { params, signal })).data?.items;
    },
  });
  return (
    <Section heading={t('settings.webhooks')}>
      {error !== null && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {isPending && error === null && <Skeleton height={24} aria-hidden />}
      {data?.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('settings.noWebhooks')}
        </Text>
      )}
      {data?.map(({ id, url, enabled, health }) => (
        <Group key={id} gap="sm">
          <Anchor
            component={Link}
            href={areaPath(`/deliveries/${id}`)}
            size="sm"
            style={{ overflowWrap: 'anywhere' }}
          >
            {url}
          </Anchor>
          <Badge variant="default" tt="none">
            {t(enabled ? 'settings.enabled' : 'settings.disabled')}
          </Badge>
          <Text size="sm">{t('settings.waiting', { number: number(health.pending) })}</Text>
        </Group>
      ))}
      <div>
        <Anchor component={Link} href={areaPath('/deliveries')} size="sm">
          {t('settings.toDeliveries')}
        </Anchor>
      </div>
    </Section>
  );
}
