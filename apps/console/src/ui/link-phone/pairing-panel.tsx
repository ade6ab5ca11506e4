import { Alert, Button, Stack, Title, VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
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
  | { readonly kind: 'code'; readonly code: string; readonly phone: string; readonly endsAt: number };

/** How long WhatsApp takes a code. The session may show QR codes again before that, and the code is still good. */
const LIFE_MS = 180_000;

/** The way without a camera: a number is given, and a code comes that is typed on that phone. */
export function PairingPanel({ ask, isWaiting }: PairingPanelProps) {
  const { t } = useTranslation('linkPhone');
  const [shown, setShown] = useState<Shown>({ kind: 'form', hasEnded: false });
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The button that was pressed is gone.
    if (shown.kind === 'code') heading.current?.focus();
  }, [shown.kind]);

  const askFor = async (phone: string) => {
    const code = await ask(phone);
    setShown({ kind: 'code', code: code.replace('-', ''), phone, endsAt: Date.now() + LIFE_MS });
  };

  return (
    <Stack gap="sm">
      <Title order={2} size="h4" ta="center" ref={heading} tabIndex={-1}>
        {t('code.heading')}
      </Title>
      <VisuallyHidden role="status">
        {shown.kind === 'code'
          ? t('code.announced', { code: [...shown.code].join(' ') })
          : shown.hasEnded && t('code.ended')}
      </VisuallyHidden>
      {shown.kind === 'code' ? (
        <>
          <CodeToType
            code={shown.code}
            phone={shown.phone}
            endsAt={shown.endsAt}
            onEnd={() => setShown({ kind: 'form', hasEnded: true })}
          />
          <Button variant="subtle" onClick={() => setShown({ kind: 'form', hasEnded: false })}>
            {t('code.another')}
          </Button>
        </>
      ) : (
        <>
          {isWaiting && !shown.hasEnded && <Alert color="blue">{t('code.waits')}</Alert>}
          {shown.hasEnded && <Alert color="orange">{t('code.ended')}</Alert>}
          <PhoneForm onPhone={askFor} />
        </>
      )}
    </Stack>
  );
}
