import { Alert, SimpleGrid, Stack, Tabs } from '@mantine/core';
import type { Qr } from '@wagw/client';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PairingPanel } from './pairing-panel.tsx';
import { QrPanel } from './qr-panel.tsx';
import { Steps } from './steps.tsx';

interface LinkPhoneProps {
  /** Whether the session waits for a scan, or for a pairing code to be typed. */
  readonly state: 'qr' | 'pairing';
  /** Reads the QR code that waits; undefined when there is none just now. */
  loadQr(signal: AbortSignal): Promise<Qr | undefined>;
  /** Another one whenever there may be another QR code, as at the event `qr_code`. */
  readonly revision: number | string;
  /** Asks for a pairing code. @param phone digits with the country code */
  askCode(phone: string): Promise<string>;
}

type Way = 'scan' | 'type';

/** Both ways to link a phone, each beside its steps. */
export function LinkPhone({ state, loadQr, revision, askCode }: LinkPhoneProps) {
  const { t } = useTranslation('linkPhone');
  const [way, setWay] = useState<Way>(state === 'pairing' ? 'type' : 'scan');
  const typeTab = useRef<HTMLButtonElement>(null);
  const goToOtherWay = () => {
    setWay('type');
    // The button that was pressed is gone.
    typeTab.current?.focus();
  };
  return (
    <Tabs value={way} onChange={(value) => setWay(value === 'type' ? 'type' : 'scan')}>
      <Tabs.List grow aria-label={t('ways')} mb="lg">
        <Tabs.Tab value="scan">{t('scan')}</Tabs.Tab>
        <Tabs.Tab value="type" ref={typeTab}>
          {t('type')}
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="scan">
        {way === 'scan' && state === 'qr' && (
          <Beside way="scan">
            <QrPanel load={loadQr} revision={revision} onOtherWay={goToOtherWay} />
          </Beside>
        )}
        {state === 'pairing' && <Alert color="blue">{t('qr.rests')}</Alert>}
      </Tabs.Panel>
      <Tabs.Panel value="type">
        <Beside way="type">
          <PairingPanel ask={askCode} isWaiting={state === 'pairing'} />
        </Beside>
      </Tabs.Panel>
    </Tabs>
  );
}

function Beside({ way, children }: { readonly way: Way; readonly children: ReactNode }) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
      {children}
      <Stack justify="center">
        <Steps way={way} />
      </Stack>
    </SimpleGrid>
  );
}
