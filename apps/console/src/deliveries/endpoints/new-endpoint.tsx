import { PasswordInput, Radio, Stack, TextInput } from '@mantine/core';
import type { WebhookWithSecret } from '@wagw/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { SessionSelect } from '../../ui/session-select.tsx';
import { given, useReadAgain } from '../webhook-queries.ts';
import { creationOf, EMPTY_DRAFT, type EndpointDraft, isScopeChosen } from './endpoint-draft.ts';
import { EndpointForm } from './endpoint-form.tsx';
import { SecretShown } from './secret-shown.tsx';

/** Makes an endpoint, and then shows its secret, once. */
export function NewEndpoint({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('deliveries');
  const { client } = useGateway();
  const readAgain = useReadAgain();
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const [made, setMade] = useState<WebhookWithSecret>();
  const change = (part: Partial<EndpointDraft>) => setDraft((before) => ({ ...before, ...part }));
  const save = async () => {
    setMade(given(await client.api.POST('/api/v1/webhooks', { body: creationOf(draft) })));
    await readAgain();
  };
  if (made !== undefined) {
    return <SecretShown title={t('new.made')} id={made.id} secret={made.secret} onClose={onClose} />;
  }
  return (
    <EndpointForm
      title={t('new.title')}
      action={t('new.action')}
      draft={draft}
      change={change}
      save={save}
      onClose={onClose}
      isComplete={isScopeChosen(draft)}
      more={
        <PasswordInput
          label={t('form.secret')}
          description={t('form.secretHelp')}
          autoComplete="off"
          value={draft.secret}
          onChange={({ currentTarget }) => change({ secret: currentTarget.value })}
          visibilityToggleButtonProps={{ 'aria-label': t('form.showSecret'), tabIndex: 0 }}
        />
      }
    >
      <Whose draft={draft} change={change} />
    </EndpointForm>
  );
}

interface WhoseProps {
  readonly draft: EndpointDraft;
  readonly change: (part: Partial<EndpointDraft>) => void;
}

/** Whose events: this is said once, and cannot be changed later. */
function Whose({ draft, change }: WhoseProps) {
  const { t } = useTranslation('deliveries');
  const { session } = useGateway();
  const scopes =
    session.tenantId === null ? (['all', 'tenant', 'session'] as const) : (['all', 'session'] as const);
  return (
    <Stack gap="xs">
      <Radio.Group
        label={t('form.whose')}
        description={t('form.whoseHelp')}
        value={draft.scope}
        onChange={(scope) => change({ scope: scope as EndpointDraft['scope'] })}
      >
        <Stack gap={6} mt={6}>
          {scopes.map((scope) => (
            <Radio key={scope} value={scope} label={t(`form.scopes.${scope}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {draft.scope === 'tenant' && (
        <TextInput
          label={t('form.tenant')}
          required
          value={draft.tenantId}
          onChange={({ currentTarget }) => change({ tenantId: currentTarget.value })}
        />
      )}
      {draft.scope === 'session' && (
        <SessionSelect value={draft.sessionId} onChange={(sessionId) => change({ sessionId })} />
      )}
    </Stack>
  );
}
