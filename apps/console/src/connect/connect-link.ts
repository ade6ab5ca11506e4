/** What stands in a connect link, as the server has signed it. */
export interface ConnectLink {
  /** Goes with every request. */
  readonly token: string;
  readonly sessionId: string;
  readonly tenantId: string;
  /** The web origins whose pages may show this one in a frame. */
  readonly origins: readonly string[];
  readonly language: string | undefined;
  /** Where to go once the phone is linked. */
  readonly redirect: string | undefined;
}

const PLACE = /\/connect\/([\w-]+\.([\w-]+)\.[\w-]+)$/;

/**
 * Reads the link in an address. Only the server can tell whether it is genuine: nothing but the language may be taken from it before the
 * server has accepted its token.
 * @returns undefined when there is none
 */
export function readConnectLink(path: string): ConnectLink | undefined {
  const [, token, payload] = PLACE.exec(path) ?? [];
  if (token === undefined || payload === undefined) return undefined;
  const claims = claimsOf(payload);
  const { sub, tenant, origins, language, redirect } = claims;
  if (typeof sub !== 'string' || typeof tenant !== 'string') return undefined;
  return {
    token,
    sessionId: sub,
    tenantId: tenant,
    origins: Array.isArray(origins) ? origins.filter((origin) => typeof origin === 'string') : [],
    language: typeof language === 'string' ? language : undefined,
    redirect: typeof redirect === 'string' ? redirect : undefined,
  };
}

/** The middle part of a token: JSON in base64url. */
function claimsOf(payload: string): Record<string, unknown> {
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    );
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null ? { ...claims } : {};
  } catch {
    return {};
  }
}
