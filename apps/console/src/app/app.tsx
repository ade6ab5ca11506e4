import { Center, Loader } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { createClient } from '@wagw/client';
import { Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Router, Switch } from 'wouter';
import { GatewayProvider } from '../gateway/gateway.tsx';
import { LiveEvents } from '../gateway/live-events.tsx';
import { createQueries } from '../gateway/queries.ts';
import { loadSession, type Scope, type SignInSession, signOut } from '../gateway/sign-in-session.ts';
import { SignInPage } from '../sign-in/sign-in-page.tsx';
import { Page } from '../ui/page.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { AREAS } from './areas.ts';
import { PageBoundary } from './page-boundary.tsx';
import { Shell } from './shell.tsx';

type Who =
  | { readonly kind: 'unknown'; readonly error?: unknown }
  | { readonly kind: 'nobody'; readonly hasEnded: boolean }
  | { readonly kind: 'signed-in'; readonly session: SignInSession };

/** The console: who is signed in decides what is shown. */
export function App() {
  const [who, setWho] = useState<Who>({ kind: 'unknown' });
  const load = useCallback(async () => {
    try {
      const session = await loadSession();
      setWho(session === undefined ? { kind: 'nobody', hasEnded: false } : { kind: 'signed-in', session });
    } catch (error) {
      setWho({ kind: 'unknown', error });
    }
  }, []);
  useEffect(() => void load(), [load]);
  const onEnded = useCallback(() => setWho({ kind: 'nobody', hasEnded: true }), []);

  switch (who.kind) {
    case 'unknown':
      return (
        <Center mih="100vh" p="md" component="main">
          {who.error === undefined ? (
            <Waiting />
          ) : (
            <ProblemAlert error={who.error} onRetry={() => void load()} />
          )}
        </Center>
      );
    case 'nobody':
      return (
        <SignInPage
          hasEnded={who.hasEnded}
          onSignedIn={(session) => setWho({ kind: 'signed-in', session })}
        />
      );
    case 'signed-in':
      return <Console session={who.session} onEnded={onEnded} />;
  }
}

function Console({ session, onEnded }: { readonly session: SignInSession; onEnded(): void }) {
  const queries = useMemo(() => createQueries(onEnded), [onEnded]);
  const signedIn = useMemo(
    () => ({
      client: createClient({ baseUrl: '', headers: { 'x-csrf-token': session.csrfToken } }),
      session,
      can: (scope: Scope) => session.scopes.includes(scope),
      signOut: async () => {
        await signOut(session);
        onEnded();
      },
    }),
    [session, onEnded],
  );
  return (
    <QueryClientProvider client={queries}>
      <GatewayProvider value={signedIn}>
        <LiveEvents onSignedOut={onEnded}>
          <Router base={import.meta.env.BASE_URL.replace(/\/$/, '')}>
            <Shell>
              <Suspense fallback={<Waiting />}>
                <Areas can={signedIn.can} />
              </Suspense>
            </Shell>
          </Router>
        </LiveEvents>
      </GatewayProvider>
    </QueryClientProvider>
  );
}

function Areas({ can }: { can(scope: Scope): boolean }) {
  const { t } = useTranslation();
  return (
    <Switch>
      <Route path="/">
        <Redirect to="/sessions" replace />
      </Route>
      {AREAS.filter(({ scope }) => can(scope)).map(({ path, page: Area }) => (
        <Route key={path} path={path} nest>
          <PageBoundary>
            <Area />
          </PageBoundary>
        </Route>
      ))}
      <Route>
        <Page title={t('notFound')}>{null}</Page>
      </Route>
    </Switch>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return <Loader aria-label={t('loading')} role="status" />;
}
