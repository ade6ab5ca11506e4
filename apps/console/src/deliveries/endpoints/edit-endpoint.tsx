import type { Webhook } from '@wagw/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { useReadAgain } from '../webhook-queries.ts';
import { draftOf, type EndpointDraft, settingsOf } from './endpoint-draft.ts';
import { EndpointForm } from './endpoint-form.tsx';

interface EditEndpointProps {
  readonly endpoint: Webhook;
  onClose(): void;
}

export function EditEndpoint({ endpoint, onClose }: EditEndpointProps) {
  const { t } = useTranslation('deliveries');
  const { client } = useGateway();
  const readAgain = useReadAgain();
  const [draft, setDraft] = useState(() => draftOf(endpoint));
  const save = async () => {
    const params = { path: { id: endpoint.id } };
    await client.api.PATCH('/api/v1/webhooks/{id}', { params, body: settingsOf(draft) });
    await readAgain();
    onClose();
  };
  return (
    <EndpointForm
      title={t('edit.title')}
      action={t('edit.action')}
      draft={draft}
      change={(part: Partial<EndpointDraft>) => setDraft((before) => ({ ...before, ...part }))}
      save={save}
      onClose={onClose}
    />
  );
}
