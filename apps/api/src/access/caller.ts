import type { Scope } from '@wagw/shared/access/scopes';

/** What a token for a browser is for: to link a phone, or to follow events. */
export const TOKEN_PURPOSES = ['connect', 'events'] as const;
export type TokenPurpose = (typeof TOKEN_PURPOSES)[number];

/** Who asks. */
export interface Caller {
  /** The key, or the one that the token was made with; `environment` for API_KEY. */
  readonly keyId: string;
  /** Nothing of other tenants is seen; null: nothing is hidden. */
  readonly tenantId: string | null;
  readonly scopes: ReadonlySet<Scope>;
  /** What a token is limited to; undefined for a key. */
  readonly token?: {
    readonly sessionId: string;
    readonly purpose: TokenPurpose;
    /** Only these events; undefined for all. */
    readonly events?: ReadonlySet<string> | undefined;
    /** Of one to connect: what was before it, of which it tells nothing. */
    readonly past?: {
      /** The number of the session's last event then; undefined in tokens of versions that did not write it down. */
      readonly seq: number | undefined;
      /** Whether a phone number was logged in then. */
      hasNumber(phone: string): boolean;
    };
    /** Unix milliseconds. */
    readonly madeAt: number;
    /** Unix milliseconds. */
    readonly expiresAt: number;
  };
  /** Of those who have signed in to the console: what their requests must bring beside the cookie. */
  readonly csrfToken?: string;
}

export const ENVIRONMENT_KEY = 'environment';
