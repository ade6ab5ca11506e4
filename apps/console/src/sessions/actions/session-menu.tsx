import { ActionIcon, Menu } from '@mantine/core';
import {
  IconDotsVertical,
  IconLink,
  IconLogout,
  IconMessages,
  IconPlayerPlay,
  IconPlayerStop,
  IconQrcode,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import type { Session } from '@wagw/client';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useGateway } from '../../gateway/gateway.tsx';
import { areaPath } from '../../ui/area-path.ts';
import { ConnectLinkDialog } from '../connect-link/connect-link-dialog.tsx';
import { SessionActionDialog } from './session-action-dialog.tsx';
import { type AskedAction, DANGEROUS, possibleActions, type SessionAction } from './session-actions.ts';
import { StartFailure } from './start-failure.tsx';
import { focusAgain, useDialog } from './use-dialog.ts';
import { useStart } from './use-start.ts';

const ICONS = {
  start: IconPlayerPlay,
  stop: IconPlayerStop,
  restart: IconRefresh,
  logout: IconLogout,
  delete: IconTrash,
} as const satisfies Record<SessionAction, object>;

/** Everything that can be done with a session of the list; open at first. */
export default function SessionMenu({ session }: { readonly session: Session }) {
  const { t } = useTranslation('sessions');
  const { can } = useGateway();
  const dialog = useDialog<AskedAction | 'link'>();
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    dialog.close();
    focusAgain(button);
  };
  const start = useStart();
  const { id, state } = session;
  const isScanned = state === 'qr' || state === 'pairing';

  return (
    <>
      <Menu position="bottom-end" withinPortal defaultOpened onClose={() => focusAgain(button)}>
        <Menu.Target>
          <ActionIcon
            ref={button}
            variant="subtle"
            color="gray"
            size="lg"
            loading={start.isPending}
            aria-label={t('actions.menu', { id })}
          >
            <IconDotsVertical size={20} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {isScanned && can('manage') && (
            <Menu.Item component={Link} href={`/${id}`} leftSection={<IconQrcode size={18} aria-hidden />}>
              {t('actions.link')}
            </Menu.Item>
          )}
          <Menu.Item
            component={Link}
            href={areaPath(`/conversations/${id}`)}
            leftSection={<IconMessages size={18} aria-hidden />}
          >
            {t('actions.conversations')}
          </Menu.Item>
          {can('manage') && (
            <>
              <Menu.Item leftSection={<IconLink size={18} aria-hidden />} onClick={() => dialog.open('link')}>
                {t('actions.connectLink')}
              </Menu.Item>
              <Menu.Divider />
              {possibleActions(session).map((action) => {
                const Icon = ICONS[action];
                return (
                  <Menu.Item
                    key={action}
                    leftSection={<Icon size={18} aria-hidden />}
                    {...(DANGEROUS.includes(action) ? { color: 'red' } : {})}
                    onClick={() => (action === 'start' ? start.mutate(id) : dialog.open(action))}
                  >
                    {t(`actions.${action}`)}
                  </Menu.Item>
                );
              })}
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {/* A list has many menus: what few of them need comes when it is needed. */}
      {dialog.kind === 'link' && <ConnectLinkDialog id={id} isOpen={dialog.isOpen} onClose={close} />}
      {dialog.kind !== undefined && dialog.kind !== 'link' && (
        <SessionActionDialog id={id} action={dialog.kind} isOpen={dialog.isOpen} onClose={close} />
      )}
      {start.error !== null && <StartFailure error={start.error} onClose={start.reset} />}
    </>
  );
}
