import { Button } from '@mantine/core';
import { IconLink, IconMessages, IconPlayerPlay, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import type { Session } from '@wagw/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useGateway } from '../../gateway/gateway.tsx';
import { areaPath } from '../../ui/area-path.ts';
import { SessionActionDialog } from '../actions/session-action-dialog.tsx';
import { StartFailure } from '../actions/start-failure.tsx';
import { useStart } from '../actions/use-start.ts';
import { ConnectLinkDialog } from '../connect-link/connect-link-dialog.tsx';

/** What is done with a session every day. What ends it stands in its danger zone. */
export function SessionButtons({ session: { id, desired } }: { readonly session: Session }) {
  const { t } = useTranslation('sessions');
  const { can } = useGateway();
  const start = useStart();
  const [asked, setAsked] = useState<'stop' | 'restart'>();
  const [isLinking, setLinking] = useState(false);
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
      {can('manage') && (
        <>
          <Button
            variant="default"
            leftSection={<IconLink size={18} aria-hidden />}
            onClick={() => setLinking(true)}
          >
            {t('actions.connectLink')}
          </Button>
          {desired === 'running' ? (
            <>
              <Button
                variant="default"
                leftSection={<IconRefresh size={18} aria-hidden />}
                onClick={() => setAsked('restart')}
              >
                {t('actions.restart')}
              </Button>
              <Button
                variant="default"
                leftSection={<IconPlayerStop size={18} aria-hidden />}
                onClick={() => setAsked('stop')}
              >
                {t('actions.stop')}
              </Button>
            </>
          ) : (
            <Button
              leftSection={<IconPlayerPlay size={18} aria-hidden />}
              loading={start.isPending}
              onClick={() => start.mutate(id)}
            >
              {t('actions.start')}
            </Button>
          )}
        </>
      )}
      <SessionActionDialog id={id} action={asked} onClose={() => setAsked(undefined)} />
      <StartFailure error={start.error} onClose={start.reset} />
      {isLinking && <ConnectLinkDialog id={id} onClose={() => setLinking(false)} />}
    </>
  );
}
