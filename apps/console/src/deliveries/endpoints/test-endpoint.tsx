import { Alert, Anchor, Button, Group, Select, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { DeliveryWithAttempts, paths, Webhook } from '@wagw/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useGateway } from '../../gateway/gateway.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useFormats } from '../../ui/times.ts';
import { useOutcome } from '../delivery/outcome.tsx';
import { TextBlock } from '../delivery/text-block.tsx';
import { useEventNames } from '../event-names.ts';
import { given, useReadAgain } from '../webhook-queries.ts';

interface TestEndpointProps {
  readonly endpoint: Webhook;
  onClose(): void;
}

/** A little longer than a receiver may take by default. */
const WAIT_SECONDS = 20;

type TestBody = paths['/api/v1/webhooks/{id}/test']['post']['requestBody'];
type TestedEvent = NonNullable<NonNullable<NonNullable<TestBody>['content']['application/json']>['event']>;

/** Has the example of an event delivered, and shows what the receiver answers. */
export function TestEndpoint({ endpoint: { id, url, events }, onClose }: TestEndpointProps) {
  const { t } = useTranslation('deliveries');
  const { t: shared } = useTranslation();
  const { client } = useGateway();
  const { choices } = useEventNames();
  const readAgain = useReadAgain();
  const [event, setEvent] = useState<string>(events.length === 0 ? 'message' : (events[0] ?? 'message'));
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async () =>
      given(
        await client.api.POST('/api/v1/webhooks/{id}/test', {
          params: { path: { id } },
          headers: { prefer: `wait=${WAIT_SECONDS}` },
          body: { event: event as TestedEvent },
        }),
      ),
    onSettled: readAgain,
  });
  return (
    <Dialog onClose={onClose} title={t('test.title')}>
      <Stack>
        <Text>{t('test.explanation', { url })}</Text>
        <Select
          label={t('test.event')}
          data={choices}
          value={event}
          onChange={(chosen) => setEvent(chosen ?? event)}
          allowDeselect={false}
          searchable
        />
        <div role="status">{data !== undefined && !isPending && <TestResult delivery={data} />}</div>
        {error !== null && <ProblemAlert error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {shared('close')}
          </Button>
          <Button loading={isPending} onClick={() => mutate()} data-autofocus>
            {t('test.action')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function TestResult({ delivery }: { readonly delivery: DeliveryWithAttempts }) {
  const { t } = useTranslation('deliveries');
  const { number } = useFormats();
  const outcomeOf = useOutcome();
  const attempt = delivery.log.at(-1);
  const page = (
    <Anchor component={Link} href={`/${delivery.webhookId}/${delivery.id}`} size="sm">
      {t('test.details')}
    </Anchor>
  );
  if (attempt === undefined) {
    return (
      <Alert color="yellow" title={t('test.waits')}>
        {page}
      </Alert>
    );
  }
  const hasArrived = delivery.status === 'delivered';
  return (
    <Alert color={hasArrived ? 'green' : 'red'} title={t(hasArrived ? 'test.arrived' : 'test.failed')}>
      <Text size="sm">
        {outcomeOf(attempt)} {t('attempt.took', { ms: number(attempt.durationMs) })}
      </Text>
      {attempt.response !== null && <TextBlock label={t('attempt.answerBody')} text={attempt.response} />}
      {page}
    </Alert>
  );
}
