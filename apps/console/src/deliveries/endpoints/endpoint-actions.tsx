import { ActionIcon, Menu } from '@mantine/core';
import {
  IconDotsVertical,
  IconFlask,
  IconKey,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconTrash,
} from '@tabler/icons-react';
import type { Webhook } from '@wagw/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { useReadAgain } from '../webhook-queries.ts';
import { EditEndpoint } from './edit-endpoint.tsx';
import { RotateSecret } from './rotate-secret.tsx';
import { TestEndpoint } from './test-endpoint.tsx';

interface EndpointActionsProps {
  readonly endpoint: Webhook;
  /** Told when it is no more. */
  onDeleted?(): void;
}

type Deed = 'test' | 'edit' | 'rotate' | 'enable' | 'disable' | 'delete';

/** What can be done with an endpoint, by those who may. */
export function EndpointActions({ endpoint, onDeleted }: EndpointActionsProps) {
  const { t } = useTranslation('deliveries');
  const { client, can } = useGateway();
  const readAgain = useReadAgain();
  const [deed, setDeed] = useState<Deed>();
  const close = () => setDeed(undefined);
  if (!can('manage')) return null;

  const { id, url, enabled, isFromEnvironment, health } = endpoint;
  const params = { path: { id } };
  const setEnabled = async (isEnabled: boolean) => {
    await client.api.PATCH('/api/v1/webhooks/{id}', { params, body: { enabled: isEnabled } });
    await readAgain();
  };
  const remove = async () => {
    await client.api.DELETE('/api/v1/webhooks/{id}', { params });
    onDeleted?.();
    await readAgain();
  };
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label={t('actions.open', { url })}>
            <IconDotsVertical size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {enabled && (
            <Menu.Item leftSection={<IconFlask size={16} aria-hidden />} onClick={() => setDeed('test')}>
              {t('test.open')}
            </Menu.Item>
          )}
          {!isFromEnvironment && (
            <>
              <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setDeed('edit')}>
                {t('edit.open')}
              </Menu.Item>
              <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={() => setDeed('rotate')}>
                {t('rotate.open')}
              </Menu.Item>
            </>
          )}
          {enabled ? (
            <Menu.Item
              leftSection={<IconPlayerPause size={16} aria-hidden />}
              onClick={() => setDeed('disable')}
            >
              {t('disable.action')}
            </Menu.Item>
          ) : (
            <Menu.Item
              leftSection={<IconPlayerPlay size={16} aria-hidden />}
              onClick={() => setDeed('enable')}
            >
              {t('enable.action')}
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setDeed('delete')}>
            {t('delete.action')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {deed === 'test' && <TestEndpoint endpoint={endpoint} onClose={close} />}
      {deed === 'edit' && <EditEndpoint endpoint={endpoint} onClose={close} />}
      {deed === 'rotate' && <RotateSecret endpoint={endpoint} onClose={close} />}
      <Confirm
        isOpen={deed === 'enable'}
        title={t('enable.title')}
        question={[t('enable.question'), health.pending > 0 && t('enable.pending', { count: health.pending })]
          .filter(Boolean)
          .join(' ')}
        action={t('enable.action')}
        act={() => setEnabled(true)}
        onClose={close}
      />
      <Confirm
        isOpen={deed === 'disable'}
        title={t('disable.title')}
        question={t('disable.question')}
        action={t('disable.action')}
        act={() => setEnabled(false)}
        onClose={close}
      />
      <Confirm
        isOpen={deed === 'delete'}
        title={t('delete.title')}
        question={[
          t('delete.question', { url }),
          health.pending > 0 && t('delete.pending', { count: health.pending }),
          health.dead > 0 && t('delete.dead', { count: health.dead }),
          isFromEnvironment ? t('delete.comesBack') : t('delete.forGood'),
        ]
          .filter(Boolean)
          .join(' ')}
        action={t('delete.action')}
        isDangerous
        act={remove}
        onClose={close}
      />
    </>
  );
}
