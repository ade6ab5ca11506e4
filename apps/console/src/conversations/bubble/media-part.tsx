import { Button, Group, Loader, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDownload, IconFile, IconPhoto, IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/dialog.tsx';
import { useProblemText } from '../../ui/problem-alert.tsx';
import { useFormats } from '../../ui/times.ts';
import type { ShownMessage } from '../messages/shown-message.ts';
import classes from './bubble.module.css';
import { saveFile, useFile } from './use-file.ts';

interface MediaPartProps {
  readonly session: string;
  readonly message: ShownMessage;
  /** Who sent it. */
  readonly sender: string;
}

/** The file of a message: pictures as soon as they are in view, everything else when it is asked for. */
export function MediaPart({ session, message, sender }: MediaPartProps) {
  const { id, ref, kind, media = {} } = message;
  const messageId = id ?? ref;
  const isMoving = media.mimetype?.startsWith('video/') === true;
  if (messageId === undefined) return <Waiting message={message} />;
  const props = { session, messageId, message, sender };
  if (kind === 'sticker' || (kind === 'image' && !isMoving)) return <Picture {...props} />;
  if (kind === 'video' || kind === 'image') return <Player {...props} tag="video" />;
  if (kind === 'audio' || kind === 'voice') return <Player {...props} tag="audio" />;
  return <Document {...props} />;
}

interface PartProps extends MediaPartProps {
  readonly messageId: string;
}

function Picture({ session, messageId, message: { kind }, sender }: PartProps) {
  const { t } = useTranslation(['conversations', 'messageWords']);
  const { state, load } = useFile(session, messageId, true);
  const [isOpen, { open, close }] = useDisclosure();
  const size = `${classes.picture} ${kind === 'sticker' ? classes.sticker : ''}`;
  if (state.kind !== 'here')
    return (
      <div className={`${size} ${classes.placeholder}`}>
        {state.kind === 'failed' ? <Failed error={state.error} onRetry={load} /> : <IconPhoto aria-hidden />}
      </div>
    );
  const alt = kind === 'sticker' ? t('messageWords:kinds.sticker') : t('file.photoOf', { name: sender });
  const picture = <img className={size} src={state.url} alt={alt} />;
  if (kind === 'sticker') return picture;
  return (
    <>
      <UnstyledButton display="block" onClick={open} aria-label={t('file.view')}>
        {picture}
      </UnstyledButton>
      <Dialog isOpen={isOpen} onClose={close} size="auto" title={t('file.photoOf', { name: sender })}>
        <img src={state.url} alt={alt} style={{ maxWidth: '100%', maxHeight: '70vh', display: 'block' }} />
        <Save url={state.url} filename={state.filename ?? t('messageWords:kinds.image')} />
      </Dialog>
    </>
  );
}

function Player({
  session,
  messageId,
  message: { media },
  tag: Tag,
}: PartProps & { tag: 'audio' | 'video' }) {
  const { t } = useTranslation('conversations');
  const { state, load } = useFile(session, messageId, false);
  const player = useRef<HTMLAudioElement & HTMLVideoElement>(null);
  useEffect(() => {
    if (state.kind === 'here') player.current?.play().catch(() => undefined);
  }, [state.kind]);
  if (state.kind === 'here') return <Tag ref={player} className={classes.player} src={state.url} controls />;
  if (state.kind === 'failed') return <Failed error={state.error} onRetry={load} />;
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconPlayerPlay size={16} aria-hidden />}
      loading={state.kind === 'loading'}
      onClick={() => void load()}
    >
      {t('file.play')}
      <Length seconds={media?.seconds} />
    </Button>
  );
}

/** As players write it: 1:05. */
function Length({ seconds }: { readonly seconds: number | undefined }) {
  if (seconds === undefined) return null;
  const whole = Math.round(seconds);
  return <span>{` · ${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`}</span>;
}

function Document({ session, messageId, message: { media } }: PartProps) {
  const { t } = useTranslation('conversations');
  const { state, load } = useFile(session, messageId, false);
  const filename = media?.filename ?? t('file.unnamed');
  const wasGiven = useRef(false);
  useEffect(() => {
    if (state.kind !== 'here' || wasGiven.current) return;
    wasGiven.current = true;
    saveFile(state.url, filename);
  }, [state, filename]);
  if (state.kind === 'failed') return <Failed error={state.error} onRetry={load} />;
  return (
    <UnstyledButton
      onClick={() => (state.kind === 'here' ? saveFile(state.url, filename) : void load())}
      aria-label={t('file.download', { name: filename })}
      disabled={state.kind === 'loading'}
    >
      <FileLine
        media={media}
        icon={state.kind === 'loading' ? <Loader size={18} /> : <IconDownload size={18} />}
      />
    </UnstyledButton>
  );
}

function FileLine({ media, icon }: { readonly media: ShownMessage['media']; readonly icon: ReactNode }) {
  const { t } = useTranslation('conversations');
  const { bytes } = useFormats();
  return (
    <Group gap="xs" wrap="nowrap" py={4}>
      <IconFile size={28} aria-hidden style={{ flex: 'none' }} />
      <div>
        <Text size="sm" fw={500} lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
          <bdi>{media?.filename ?? t('file.unnamed')}</bdi>
        </Text>
        {media?.bytes !== undefined && (
          <Text size="xs" c="dimmed">
            {bytes(media.bytes)}
          </Text>
        )}
      </div>
      {icon}
    </Group>
  );
}

/** A file of ours that the gateway does not have yet. */
function Waiting({ message: { draft, media } }: { readonly message: ShownMessage }) {
  const { t } = useTranslation('conversations');
  const percent = Math.round((draft?.progress ?? 0) * 100);
  return (
    <>
      <FileLine media={media} icon={null} />
      {draft?.error === undefined && (
        <Text size="xs" role="status">
          {t('uploading', { percent })}
        </Text>
      )}
    </>
  );
}

function Failed({ error, onRetry }: { readonly error: unknown; onRetry(): Promise<void> }) {
  const { t } = useTranslation();
  const { title } = useProblemText(error);
  return (
    <>
      <Text size="xs" ta="center">
        {title}
      </Text>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconRefresh size={14} aria-hidden />}
        onClick={() => void onRetry()}
      >
        {t('retry')}
      </Button>
    </>
  );
}

function Save({ url, filename }: { readonly url: string; readonly filename: string }) {
  const { t } = useTranslation('conversations');
  return (
    <Button mt="sm" size="xs" variant="default" onClick={() => saveFile(url, filename)}>
      {t('file.download', { name: filename })}
    </Button>
  );
}
