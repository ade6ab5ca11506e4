import type { FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import type { Caller } from './caller.ts';
import { createKeyring, type Keyring } from './keyring.ts';
import { isFromElsewhere } from './own-pages.ts';
import { secretIn } from './sign-in-cookie.ts';
import { createSignIns, type SignIns } from './sign-ins.ts';
import { createTokens, type Tokens } from './tokens.ts';

export interface AccessParts {
  readonly redis: Redis;
  /** The key that allows everything. */
  readonly apiKey: string;
  /** Accepted beside it. */
  readonly oldApiKey?: string | undefined;
  /** Further headers in which a key may come, in lower case. */
  readonly keyHeaders?: readonly string[];
  readonly jwtSecret?: string | undefined;
  /** The console that is served, if any; without one nobody comes with a cookie. */
  readonly console?: ConsoleSettings | undefined;
  /** The origin at which browsers reach the api. By default the host that each request names. */
  readonly publicUrl?: string | undefined;
}

export interface ConsoleSettings {
  /** Where its build lies. */
  readonly folder: string;
}

export interface Authentication {
  readonly keyring: Keyring;
  readonly signIns: SignIns;
  readonly tokens: Tokens;
  /** Who asks; undefined when that cannot be told. */
  callerOf(request: FastifyRequest): Promise<Caller | undefined>;
  /** Whether it comes with the cookie of the console, and nothing that counts more. */
  isByCookie(request: FastifyRequest): boolean;
}

/** `x-gateway-key` is the native header; the others carry the same key for systems that already send them. */
const HEADERS = ['x-gateway-key', 'x-api-key', 'apikey'] as const;

export function createAuthentication({
  redis,
  apiKey,
  oldApiKey,
  keyHeaders = [],
  jwtSecret,
  console: consoleSettings,
}: AccessParts): Authentication {
  const headers = [...HEADERS, ...keyHeaders];
  const keyring = createKeyring(redis, [apiKey, ...(oldApiKey === undefined ? [] : [oldApiKey])]);
  const signIns = createSignIns(redis, keyring);
  const tokens = createTokens(redis, jwtSecret, apiKey);

  const cookieOf = (request: FastifyRequest): string | undefined =>
    consoleSettings === undefined || givenIn(request, headers) !== undefined ? undefined : secretIn(request);

  async function signedIn(secret: string): Promise<Caller | undefined> {
    const signIn = await signIns.read(secret);
    return signIn === undefined ? undefined : { ...signIn.holder, csrfToken: signIn.csrfToken };
  }

  return {
    keyring,
    signIns,
    tokens,
    async callerOf(request) {
      const given = givenIn(request, headers);
      if (given !== undefined)
        return (await keyring.holderOf(given)) ?? (isToken(given) ? tokens.read(given) : undefined);
      const secret = cookieOf(request);
      return secret === undefined || isFromElsewhere(request) ? undefined : signedIn(secret);
    },
    isByCookie: (request) => cookieOf(request) !== undefined,
  };
}

/** A JWT has three parts. */
const isToken = (text: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);

/** A token may also come as `?token=`, because browsers send no headers with images and event streams. A key may not: URLs get logged. */
function givenIn(request: FastifyRequest, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = request.headers[name];
    if (typeof value === 'string') return value;
  }
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const { tokenInUrl } = request;
  return tokenInUrl !== undefined && isToken(tokenInUrl) ? tokenInUrl : undefined;
}
