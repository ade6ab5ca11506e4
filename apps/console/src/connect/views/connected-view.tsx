import { Anchor, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { phoneText } from '../../ui/phone-number.ts';
import type { ConnectLink } from '../connect-link.ts';
import { isEmbedded, tellEmbedder } from '../tell-embedder.ts';
import { View } from './view.tsx';

interface ConnectedViewProps {
  readonly link: ConnectLink;
  /** Digits with the country code. */
  readonly phone: string | undefined;
}

/** Long enough to read with which number. */
const REDIRECT_MS = 5_000;

/** It is done: the server has said so to this very token, whose claims can therefore be relied upon. */
export function ConnectedView({ link, phone }: ConnectedViewProps) {
  const { t } = useTranslation('connect');
  const { origins, redirect, sessionId } = link;
  useEffect(() => tellEmbedder(origins, sessionId), [origins, sessionId]);
  return (
    <View
      icon={<IconCircleCheck size={72} color="var(--mantine-color-green-filled)" aria-hidden />}
      title={t('connected.title')}
      text={phone === undefined ? undefined : t('connected.number')}
      detail={phone === undefined ? undefined : phoneText(phone)}
    >
      {redirect === undefined ? (
        <Text c="dimmed">{t(isEmbedded() ? 'connected.nothingMoreHere' : 'connected.nothingMore')}</Text>
      ) : (
        <GoOn to={redirect} />
      )}
    </View>
  );
}

/** A frame stays where it is: the page around it decides what comes next. */
function GoOn({ to }: { readonly to: string }) {
  const { t } = useTranslation('connect');
  const { host } = new URL(to);
  useEffect(() => {
    if (isEmbedded()) return;
    const timer = setTimeout(() => location.assign(to), REDIRECT_MS);
    return () => clearTimeout(timer);
  }, [to]);
  return (
    <>
      {!isEmbedded() && (
        <Text c="dimmed" ta="center">
          {t('connected.soon', { host })}
        </Text>
      )}
      <Anchor href={to} target="_top" rel="noreferrer">
        {t('connected.goOn', { host })}
      </Anchor>
    </>
  );
}
