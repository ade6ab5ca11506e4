import { Alert, Button, Stack, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeToType } from './code-to-type.tsx';
import { PhoneForm } from './phone-form.tsx';

interface PairingPanelProps {
  /** Asks WhatsApp for a code. @param phone digits with the country code */
  ask(phone: string): Promise<string>;
  /** Whether a code that was given out waits to be typed: the session is `pairing`. */
  readonly isWaiting: boolean;
}

type Shown =
  | { readonly kind: 'form'; readonly hasEnded: boolean }
  | { readonly kind: 'code'; readonly code: string; readonly phone: string };

/** The way without a camera: a number is given, and a code comes that is typed on that phone. */
export function PairingPanel({ ask, isWaiting }: PairingPanelProps) {
  const { t } = useTranslation('linkPhone');
  const [shown, setShown] = useState<Shown>({ kind: 'form', hasEnded: false });

  useEffect(() => {
    if (!isWaiting) return;
    return () => setShown({ kind: 'form', hasEnded: true });
  }, [isWaiting]);

  const askFor = async (phone: string) => {
    const code = await ask(phone);
    setShown({ kind: 'code', code: code.replace('-', ''), phone });
  };

  return (
    <Stack gap="sm">
      <Title order={2} size="h4" ta="center">
        {t('code.heading')}
      </Title>
      {shown.kind === 'code' ? (
        <>
          <CodeToType code={shown.code} phone={shown.phone} />
          <Button variant="subtle" onClick={() => setShown({ kind: 'form', hasEnded: false })}>
            {t('code.another')}
          </Button>
        </>
      ) : (
        <>
          {isWaiting && <Alert color="blue">{t('code.waits')}</Alert>}
          {shown.hasEnded && !isWaiting && (
            <Alert role="status" color="orange">
              {t('code.ended')}
            </Alert>
          )}
          <PhoneForm onPhone={askFor} />
        </>
      )}
    </Stack>
  );
}
