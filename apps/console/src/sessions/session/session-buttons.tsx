import { Button } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconLink, IconMessages, IconPlayerPlay, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import type { Session } from '@wagw/client';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useGateway } from '../../gateway/gateway.tsx';
import { areaPath } from '../../ui/area-path.ts';
import { SessionActionDialog } from '../actions/session-action-dialog.tsx';
import { SessionMenuButton } from '../actions/session-menu-button.tsx';
import { StartFailure } from '../actions/start-failure.tsx';
import { useDialog } from '../actions/use-dialog.ts';
import { useStart } from '../actions/use-start.ts';
import { ConnectLinkDialog } from '../connect-link/connect-link-dialog.tsx';
import { NARROW } from '../narrow.ts';

/** What is done with a session every day; on a phone behind a menu, so that the QR code comes soon. */
export function SessionButtons({ session }: { readonly session: Session }) {
  const { t } = useTranslation('sessions');
  const { can } = useGateway();
  const isNarrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false });
  const { id, desired } = session;
  return (
    <>
      <Button
        component={Link}
        href={areaPath(`/conversations/${id}`)}
        variant="default"
        leftSection={<IconMessages size={18} aria-hidden />}
      >
        {t('actions.conversations')}
      </Button>
      {can('manage') && desired === 'stopped' && <StartButton id={id} />}
      {can('manage') &&
        (isNarrow ? <SessionMenuButton session={session} /> : <ManageButtons session={session} />)}
    </>
  );
}

function StartButton({ id }: { readonly id: string }) {
  const { t } = useTranslation('sessions');
  const start = useStart();
  return (
    <>
      <Button
        leftSection={<IconPlayerPlay size={18} aria-hidden />}
        loading={start.isPending}
        onClick={() => start.mutate(id)}
      >
        {t('actions.start')}
      </Button>
      {start.error !== null && <StartFailure error={start.error} onClose={start.reset} />}
    </>
  );
}

function ManageButtons({ session: { id, state, desired } }: { readonly session: Session }) {
  const { t } = useTranslation('sessions');
  const question = useDialog<'stop' | 'restart'>();
  const [isLinking, { open: openLink, close: closeLink }] = useDisclosure();
  return (
    <>
      {state !== 'ready' && (
        <Button variant="default" leftSection={<IconLink size={18} aria-hidden />} onClick={openLink}>
          {t('actions.connectLink')}
        </Button>
      )}
      {desired === 'running' && (
        <>
          <Button
            variant="default"
            leftSection={<IconRefresh size={18} aria-hidden />}
            onClick={() => question.open('restart')}
          >
            {t('actions.restart')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconPlayerStop size={18} aria-hidden />}
            onClick={() => question.open('stop')}
          >
            {t('actions.stop')}
          </Button>
        </>
      )}
      <SessionActionDialog
        id={id}
        action={question.kind ?? 'stop'}
        isOpen={question.isOpen}
        onClose={question.close}
      />
      <ConnectLinkDialog id={id} isOpen={isLinking} onClose={closeLink} />
    </>
  );
}
