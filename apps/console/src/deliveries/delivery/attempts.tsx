import { Accordion, Button, Group, Stack, Text } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import type { DeliveryWithAttempts } from '@wagw/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useGateway } from '../../gateway/gateway.tsx';
import { useFormats } from '../../ui/times.ts';
import { useOutcome } from './outcome.tsx';
import { TextBlock } from './text-block.tsx';

type Attempt = DeliveryWithAttempts['log'][number];

/** Every attempt that is kept, the latest first and open. */
export function Attempts({ delivery }: { readonly delivery: DeliveryWithAttempts }) {
  const { t } = useTranslation('deliveries');
  const { dateTime, number } = useFormats();
  const outcomeOf = useOutcome();
  const { log, attempts } = delivery;
  const [open, setOpen] = useState([String(attempts)]);
  const [latest, setLatest] = useState(attempts);
  // One that comes while somebody looks is opened too.
  if (latest !== attempts) {
    setLatest(attempts);
    setOpen([...open, String(attempts)]);
  }
  if (log.length === 0) return <Text>{t('attempts.none')}</Text>;
  return (
    <Stack gap="xs">
      {attempts > log.length && (
        <Text size="sm" c="dimmed">
          {t('attempts.latest', { count: log.length, all: number(attempts) })}
        </Text>
      )}
      <Accordion variant="contained" multiple value={open} onChange={setOpen} order={3}>
        {log
          .map((attempt, at) => ({ attempt, at, nth: attempts - log.length + at + 1 }))
          .toReversed()
          .map(({ attempt, at, nth }) => (
            <Accordion.Item key={nth} value={String(nth)}>
              <Accordion.Control>
                <Text size="sm" fw={600}>
                  {t('attempt.nth', { nth: number(nth) })}: {outcomeOf(attempt)}
                </Text>
                <Text size="sm" c="dimmed">
                  {dateTime(attempt.at)} · {t('attempt.took', { ms: number(attempt.durationMs) })}
                </Text>
              </Accordion.Control>
              <Accordion.Panel>
                <AttemptDetails
                  attempt={attempt}
                  check={`/signature?delivery=${delivery.id}&attempt=${at}`}
                />
              </Accordion.Panel>
            </Accordion.Item>
          ))}
      </Accordion>
    </Stack>
  );
}

/** @param props.check where its signature can be checked */
function AttemptDetails({ attempt, check }: { readonly attempt: Attempt; readonly check: string }) {
  const { t } = useTranslation('deliveries');
  const { can } = useGateway();
  const { detail, requestHeaders, responseHeaders, response, status } = attempt;
  const isSigned = requestHeaders['webhook-signature'] !== undefined;
  return (
    <Stack gap="sm">
      {status === null && detail !== null && <Text size="sm">{detail}</Text>}
      {can('manage') && Object.keys(requestHeaders).length > 0 && (
        <>
          <TextBlock
            label={t('attempt.requestHeaders')}
            text={written(requestHeaders)}
            copyLabel={t('copy.headers')}
          />
          <Group justify="space-between">
            <Text size="xs" c="dimmed" flex={1} miw={200}>
              {t('attempt.alsoSent')}
            </Text>
            {isSigned && (
              <Button
                component={Link}
                href={check}
                variant="default"
                size="xs"
                leftSection={<IconShieldCheck size={14} aria-hidden />}
              >
                {t('attempt.check')}
              </Button>
            )}
          </Group>
        </>
      )}
      {Object.keys(responseHeaders).length > 0 && (
        <TextBlock label={t('attempt.answerHeaders')} text={written(responseHeaders)} />
      )}
      {response !== null && <TextBlock label={t('attempt.answerBody')} text={response} />}
      {status !== null && response === null && <Text size="sm">{t('attempt.noBody')}</Text>}
    </Stack>
  );
}

const written = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
