import { GatewayError } from '@wagw/client';

/** Who is signed in, as the server tells it. */
export interface SignInSession {
  /** null: nothing is hidden. */
  readonly tenantId: string | null;
  readonly scopes: readonly Scope[];
  /** Sent with whatever changes something: pages of other origins cannot know it. */
  readonly csrfToken: string;
}

export type Scope = 'read' | 'send' | 'manage' | 'admin' | 'operate';

const PATH = '/console/session';

/** @returns undefined when nobody is signed in */
export async function loadSession(): Promise<SignInSession | undefined> {
  const response = await fetch(PATH, { cache: 'no-store' });
  return response.status === 401 ? undefined : answerOf(response);
}

/** @throws GatewayError `unauthorized` for a key that is not valid */
export async function signIn(key: string): Promise<SignInSession> {
  const headers = { 'content-type': 'application/json' };
  return answerOf(await fetch(PATH, { method: 'POST', headers, body: JSON.stringify({ key }) }));
}

export async function signOut({ csrfToken }: SignInSession): Promise<void> {
  const response = await fetch(PATH, { method: 'DELETE', headers: { 'x-csrf-token': csrfToken } });
  if (!response.ok && response.status !== 401) await answerOf(response);
}

async function answerOf(response: Response): Promise<SignInSession> {
  const body: unknown = await response.json().catch(() => ({}));
  if (!response.ok) throw new GatewayError(response.status, body as GatewayError['problem']);
  return body as SignInSession;
}
