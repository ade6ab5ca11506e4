import type { GatewayClient } from '@wagw/client';
import { createContext, type ReactNode, useContext } from 'react';
import type { Scope, SignInSession } from './sign-in-session.ts';

export interface SignedIn {
  readonly client: GatewayClient;
  readonly session: SignInSession;
  /** What a key may not do is not shown. */
  can(scope: Scope): boolean;
  signOut(): Promise<void>;
}

const Context = createContext<SignedIn | undefined>(undefined);

/** The gateway as whoever is signed in may use it. */
export function useGateway(): SignedIn {
  const signedIn = useContext(Context);
  if (signedIn === undefined) throw new Error('useGateway outside of <GatewayProvider>');
  return signedIn;
}

export function GatewayProvider(props: { readonly value: SignedIn; readonly children: ReactNode }) {
  return <Context value={props.value}>{props.children}</Context>;
}
