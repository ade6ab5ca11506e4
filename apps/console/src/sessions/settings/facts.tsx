import { Text } from '@mantine/core';
import type { Session } from '@wagw/client';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { useFormats } from '../../ui/times.ts';
import { useSessionHealth } from '../use-session-health.ts';
import classes from './facts.module.css';
import { Section } from './section.tsx';

/** What there is to know about a session. */
export function Facts({ session }: { readonly session: Session }) {
  const { t } = useTranslation('sessions');
  const { dateTime, bytes, number } = useFormats();
  const { can } = useGateway();
  const { data: health } = useSessionHealth(session.id);
  const { account, lastActivityAt } = session;
  const owner = health?.owner;
  const memory = health?.memoryBytes ?? null;
  const facts = [
    [t('facts.id'), session.id],
    [t('facts.tenant'), session.tenantId],
    [t('facts.created'), dateTime(session.createdAt)],
    [t('facts.activity'), lastActivityAt === null ? t('facts.noActivity') : dateTime(lastActivityAt)],
    [t('facts.phone'), account?.platform || t('facts.unknown')],
    ...(can('operate') && owner
      ? [
          [
            t('facts.server'),
            owner.since === null
              ? owner.worker
              : t('facts.since', { server: owner.worker, time: dateTime(owner.since) }),
          ],
        ]
      : []),
    [t('facts.memory'), memory === null ? t('facts.unknown') : bytes(memory)],
    [t('facts.recoveries'), number(health?.recoveries ?? 0)],
  ];
  return (
    <Section heading={t('facts.heading')}>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <Text component="dt" size="sm" c="dimmed">
              {name}
            </Text>
            <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere' }}>
              {value}
            </Text>
          </div>
        ))}
      </dl>
    </Section>
  );
}
