import {
  Alert,
  Anchor,
  Button,
  PasswordInput,
  Skeleton,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import type { DeliveryWithAttempts } from '@wagw/client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';
import { Page } from '../../ui/page.tsx';
import { useDelivery } from '../webhook-queries.ts';
import { checkSignature, type SignedRequest, type Verdict } from './check-signature.ts';

const NOTHING: SignedRequest = { secret: '', id: '', timestamp: '', signature: '', body: '' };

/** Checks a signature by hand, filled in from an attempt when it is opened from there. */
export function SignaturePage() {
  const { t } = useTranslation('deliveries');
  const [search] = useSearchParams();
  const deliveryId = search.get('delivery') ?? undefined;
  const { data, error } = useDelivery(deliveryId);
  return (
    <Page title={t('signature.title')}>
      <Text maw={720}>{t('signature.intro')}</Text>
      <Alert icon={<IconLock />} color="gray" maw={720}>
        {t('signature.private')}
      </Alert>
      {deliveryId === undefined || error !== null ? (
        <SignatureForm request={NOTHING} />
      ) : data === undefined ? (
        <Skeleton h={360} maw={720} />
      ) : (
        <>
          <Anchor component={Link} href={`/${data.webhookId}/${data.id}`}>
            {t('signature.back')}
          </Anchor>
          <SignatureForm {...filledIn(data, Number(search.get('attempt')))} />
        </>
      )}
    </Page>
  );
}

/** What an attempt has posted. The body of a batch is made of several deliveries, and not to be had here. */
function filledIn({ log, body, eventId }: DeliveryWithAttempts, at: number) {
  const headers = log[at]?.requestHeaders ?? {};
  const id = headers['webhook-id'] ?? '';
  const isBatch = id !== '' && id !== eventId;
  const request = {
    ...NOTHING,
    id,
    timestamp: headers['webhook-timestamp'] ?? '',
    signature: headers['webhook-signature'] ?? '',
    body: isBatch ? '' : (body ?? ''),
  };
  return { request, isBatch };
}

interface SignatureFormProps {
  readonly request: SignedRequest;
  readonly isBatch?: boolean;
}

function SignatureForm({ request, isBatch = false }: SignatureFormProps) {
  const { t } = useTranslation('deliveries');
  const [given, setGiven] = useState(request);
  const [verdict, setVerdict] = useState<Verdict>();
  const change = (part: Partial<SignedRequest>) => {
    setGiven((before) => ({ ...before, ...part }));
    // It was about something else.
    setVerdict(undefined);
  };
  // Browsers reckon with secrets on https and on this machine only.
  if (globalThis.crypto.subtle === undefined) return <Text>{t('signature.needsHttps')}</Text>;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setVerdict(await checkSignature(given));
  };
  return (
    <Stack component="form" maw={720} onSubmit={(event: FormEvent) => void submit(event)}>
      <PasswordInput
        label={t('signature.secret')}
        description={t('signature.secretHelp')}
        autoComplete="off"
        value={given.secret}
        onChange={({ currentTarget }) => change({ secret: currentTarget.value })}
        visibilityToggleButtonProps={{ 'aria-label': t('form.showSecret'), tabIndex: 0 }}
      />
      <TextInput
        label="webhook-id"
        value={given.id}
        onChange={({ currentTarget }) => change({ id: currentTarget.value })}
      />
      <TextInput
        label="webhook-timestamp"
        value={given.timestamp}
        onChange={({ currentTarget }) => change({ timestamp: currentTarget.value })}
      />
      <TextInput
        label="webhook-signature"
        placeholder="v1,…"
        value={given.signature}
        onChange={({ currentTarget }) => change({ signature: currentTarget.value })}
      />
      <Textarea
        label={t('signature.body')}
        description={t(isBatch ? 'signature.bodyOfBatch' : 'signature.bodyHelp')}
        autosize
        minRows={5}
        maxRows={16}
        value={given.body}
        onChange={({ currentTarget }) => change({ body: currentTarget.value })}
      />
      <div>
        <Button type="submit">{t('signature.action')}</Button>
      </div>
      <div role="status">{verdict !== undefined && <VerdictAlert verdict={verdict} />}</div>
    </Stack>
  );
}

function VerdictAlert({ verdict }: { readonly verdict: Verdict }) {
  const { t } = useTranslation('deliveries');
  const kind = verdict === 'valid' ? 'valid' : verdict.startsWith('valid_') ? 'refused' : 'invalid';
  const color = { valid: 'green', refused: 'yellow', invalid: 'red' }[kind];
  return (
    <Alert color={color} title={t(`signature.kinds.${kind}`)}>
      {t(`verdicts.${verdict}`)}
    </Alert>
  );
}
