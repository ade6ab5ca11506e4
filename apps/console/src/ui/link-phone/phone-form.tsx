import { Button, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { phoneDigits } from '../phone-number.ts';
import { ProblemAlert } from '../problem-alert.tsx';

interface PhoneFormProps {
  /** Told the digits with the country code. What it throws is shown. */
  onPhone(phone: string): Promise<void>;
}

/** Asks for the number of the phone that is to be connected. */
export function PhoneForm({ onPhone }: PhoneFormProps) {
  const { t, i18n } = useTranslation('linkPhone');
  const [text, setText] = useState(i18n.language === 'pt' ? '+55 ' : '+');
  const [isWrong, setWrong] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const phone = phoneDigits(text);
    setWrong(phone === undefined);
    setError(undefined);
    if (phone === undefined) return;
    setBusy(true);
    try {
      await onPhone(phone);
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Stack component="form" gap="sm" onSubmit={submit}>
      <TextInput
        label={t('code.phone')}
        description={t('code.phoneHint')}
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        name="phone"
        size="md"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={isWrong && t('code.phoneWrong')}
      />
      <Button type="submit" size="md" loading={isBusy}>
        {t('code.ask')}
      </Button>
      <Text role="status" size="sm" c="dimmed">
        {isBusy && t('code.asking')}
      </Text>
      {error !== undefined && <ProblemAlert error={error} />}
    </Stack>
  );
}
