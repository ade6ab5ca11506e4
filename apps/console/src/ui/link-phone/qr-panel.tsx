import { Anchor, Loader, Progress, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import type { Qr } from '@wagw/client';
import { useTranslation } from 'react-i18next';
import { useNow } from '../times.ts';
import classes from './link-phone.module.css';
import { useWaitingQr } from './use-waiting-qr.ts';

interface QrPanelProps {
  /** Reads the code that waits to be scanned; undefined when there is none just now. */
  load(signal: AbortSignal): Promise<Qr | undefined>;
  /** Another one whenever there may be another code, as at the event `qr_code`. Without one it is still renewed at its end. */
  readonly revision: number | string;
  /** Where there is another way for whoever cannot scan. */
  onOtherWay?(): void;
}

/** The QR code, large, with how long it lasts. It renews itself. */
export function QrPanel({ load, revision, onOtherWay }: QrPanelProps) {
  const { t } = useTranslation('linkPhone');
  const qr = useWaitingQr(load, revision);
  const now = useNow();
  const leftMs = qr === undefined ? 0 : Math.max(0, qr.expiresAt - now);
  const isOver = leftMs === 0;
  const seconds = Math.ceil(leftMs / 1_000);
  return (
    <Stack gap="sm">
      <Title order={2} size="h4" ta="center">
        {t('qr.heading')}
      </Title>
      <div className={classes.picture}>
        {qr !== undefined && <img src={qr.dataUrl} alt={t('qr.alt')} data-over={isOver || undefined} />}
        {isOver && (
          <div className={classes.waiting}>
            <Loader aria-hidden />
          </div>
        )}
      </div>
      <div>
        <Text ta="center" size="sm">
          {isOver ? t(qr === undefined ? 'qr.coming' : 'qr.renewing') : t('qr.valid', { count: seconds })}
        </Text>
        <Progress
          aria-hidden
          mt={4}
          mx="auto"
          maw={320}
          size="sm"
          value={qr === undefined ? 0 : (100 * leftMs) / (qr.expiresAt - qr.readAt)}
        />
      </div>
      <VisuallyHidden role="status">
        {qr !== undefined && !isOver && t(qr.count === 0 ? 'qr.announced' : 'qr.replaced')}
      </VisuallyHidden>
      {onOtherWay !== undefined && (
        <Text size="sm" ta="center">
          {t('qr.otherWay')}{' '}
          <Anchor component="button" type="button" inherit onClick={onOtherWay}>
            {t('qr.useOtherWay')}
          </Anchor>
        </Text>
      )}
    </Stack>
  );
}
