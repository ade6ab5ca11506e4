import {
  Alert,
  AppShell,
  Burger,
  Button,
  Group,
  NativeSelect,
  NavLink,
  Stack,
  Text,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCloudOff, IconLogout } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useGateway } from '../gateway/gateway.tsx';
import { useIsLive } from '../gateway/live-events.tsx';
import { AREAS } from './areas.ts';
import { LanguageMenu } from './language-menu.tsx';
import classes from './shell.module.css';

/** What surrounds every page: where to go, who is signed in, and whether what is shown is live. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const { session, can, signOut } = useGateway();
  const [isOpen, { toggle, close }] = useDisclosure();
  const [path] = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a phone the menu goes when its page comes
  useEffect(close, [path]);

  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 230, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <a className={classes.skip} href="#content">
        {t('skipToContent')}
      </a>
      <AppShell.Header px="md">
        <Group h="100%" gap="sm">
          <Burger
            opened={isOpen}
            onClick={toggle}
            hiddenFrom="sm"
            size="sm"
            aria-label={t('openNavigation')}
            aria-expanded={isOpen}
          />
          <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={28} height={28} />
          <Text fw={600}>{t('title')}</Text>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={t('navigation')}>
        <Stack gap={4} flex={1}>
          {AREAS.filter(({ scope }) => can(scope)).map(({ path: to, name, icon: Icon }) => (
            <NavLink
              key={to}
              component={Link}
              href={to}
              label={t(name)}
              leftSection={<Icon size={20} aria-hidden />}
              active={path === to || path.startsWith(`${to}/`)}
              {...(path === to ? { 'aria-current': 'page' as const } : {})}
            />
          ))}
        </Stack>
        <Stack gap="xs">
          <Text size="xs" c="dimmed">
            {session.tenantId === null ? t('allTenants') : t('tenant', { tenant: session.tenantId })}
          </Text>
          <LanguageMenu />
          <SchemeMenu />
          <Button
            variant="default"
            size="xs"
            leftSection={<IconLogout size={16} aria-hidden />}
            onClick={() => void signOut()}
          >
            {t('signOut')}
          </Button>
        </Stack>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <ConnectionLost />
        {children}
      </AppShell.Main>
    </AppShell>
  );
}

function ConnectionLost() {
  const { t } = useTranslation();
  return useIsLive() ? null : (
    <Alert role="status" color="orange" icon={<IconCloudOff />} mb="md">
      {t('connectionLost')}
    </Alert>
  );
}

function SchemeMenu() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <NativeSelect
      aria-label={t('colours')}
      size="xs"
      data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(value) }))}
      value={colorScheme}
      onChange={(event) => setColorScheme(event.currentTarget.value as typeof colorScheme)}
    />
  );
}
