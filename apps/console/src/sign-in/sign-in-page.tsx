import { Button, Center, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { GatewayError } from '@wagw/client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageMenu } from '../app/language-menu.tsx';
import { type SignInSession, signIn } from '../gateway/sign-in-session.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';

interface SignInPageProps {
  /** Whether somebody was signed in until now. */
  readonly hasEnded: boolean;
  onSignedIn(session: SignInSession): void;
}

export function SignInPage({ hasEnded, onSignedIn }: SignInPageProps) {
  const { t } = useTranslation('signIn');
  const [key, setKey] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const isWrong = error instanceof GatewayError && error.code === 'unauthorized';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      onSignedIn(await signIn(key.trim()));
    } catch (reason) {
      setError(reason);
      setBusy(false);
    }
  };

  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder p="xl" w="100%" maw={420} component="form" onSubmit={submit}>
        <Stack>
          <Title order={1} size="h2">
            {t('heading')}
          </Title>
          {hasEnded && <Text role="status">{t('ended')}</Text>}
          <Text c="dimmed" size="sm">
            {t('explanation')}
          </Text>
          <PasswordInput
            label={t('key')}
            name="key"
            autoComplete="current-password"
            required
            withAsterisk={false}
            data-autofocus
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
            error={isWrong ? t('wrongKey') : undefined}
            visibilityToggleButtonProps={{ 'aria-label': t('show'), tabIndex: 0 }}
          />
          {error !== undefined && !isWrong && <ProblemAlert error={error} />}
          <Button type="submit" loading={isBusy}>
            {t('submit')}
          </Button>
          <LanguageMenu />
        </Stack>
      </Paper>
    </Center>
  );
}
