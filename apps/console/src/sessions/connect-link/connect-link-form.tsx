import { Button, Group, NativeSelect, Stack, TagsInput, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, type Language } from '../../i18n/i18n.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import type { LinkWish } from './connect-link-dialog.tsx';

interface ConnectLinkFormProps {
  onWish(wish: LinkWish): void;
  readonly isBusy: boolean;
  readonly error: unknown;
  onCancel(): void;
}

/** In seconds. */
const PERIODS = { minutes: 900, hour: 3_600, day: 86_400, week: 604_800 } as const;

/** How long a link lasts, whose pages may show it, and in which language. */
export function ConnectLinkForm({ onWish, isBusy, error, onCancel }: ConnectLinkFormProps) {
  const { t } = useTranslation(['sessions', 'app']);
  const [expiresIn, setExpiresIn] = useState<number>(PERIODS.hour);
  const [language, setLanguage] = useState<Language | ''>('');
  const [origins, setOrigins] = useState<string[]>([]);
  const [isWrong, setWrong] = useState(false);

  const changeOrigins = (texts: string[]) => {
    setWrong(!texts.every(isOrigin));
    setOrigins(texts.filter(isOrigin).map((text) => new URL(text).origin));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onWish({ expiresIn, origins, ...(language === '' ? {} : { language }) });
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <Text size="sm">{t('connectLink.explanation')}</Text>
      <NativeSelect
        label={t('connectLink.valid')}
        value={expiresIn}
        onChange={(event) => setExpiresIn(Number(event.currentTarget.value))}
        data={(['minutes', 'hour', 'day', 'week'] as const).map((period) => ({
          value: String(PERIODS[period]),
          label: t(`connectLink.${period}`),
        }))}
      />
      <NativeSelect
        label={t('connectLink.language')}
        value={language}
        onChange={(event) => setLanguage(event.currentTarget.value as Language | '')}
        data={[
          { value: '', label: t('connectLink.browser') },
          ...Object.entries(LANGUAGES).map(([value, label]) => ({ value, label })),
        ]}
      />
      <TagsInput
        label={t('connectLink.origins')}
        description={t('connectLink.originsHint')}
        value={origins}
        onChange={changeOrigins}
        splitChars={[',', ' ']}
        maxTags={10}
        error={isWrong && t('connectLink.originWrong')}
      />
      {error !== null && <ProblemAlert error={error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          {t('app:cancel')}
        </Button>
        <Button type="submit" loading={isBusy}>
          {t('connectLink.submit')}
        </Button>
      </Group>
    </Stack>
  );
}

/** Of a page that a browser would name as the one around: without a path, and https unless it is this very machine. */
function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  const isOwnMachine = hostname === 'localhost' || hostname === '127.0.0.1';
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isOwnMachine);
  return isSafe && text.replace(/\/$/, '').toLowerCase() === origin;
}
