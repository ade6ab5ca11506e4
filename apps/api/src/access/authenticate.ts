import { digestOf, isSame } from '@wagw/shared/access/api-key';
import { findKey } from '@wagw/shared/access/key-store';
import { SCOPES } from '@wagw/shared/access/scopes';
import type { FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { type Caller, ENVIRONMENT_KEY } from './caller.ts';
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
}

export interface Authentication {
  readonly tokens: Tokens;
  /** Who asks; undefined when that cannot be told. Keys of tenants are looked up each time, so that one that ends ends at once. */
  callerOf(request: FastifyRequest): Promise<Caller | undefined>;
}

/** `x-gateway-key` is the native header; the others carry the same key for systems that already send them. */
const HEADERS = ['x-gateway-key', 'x-api-key', 'apikey'] as const;

const OPERATOR: Caller = { keyId: ENVIRONMENT_KEY, tenantId: null, scopes: new Set(SCOPES) };

export function createAuthentication({
  redis,
  apiKey,
  oldApiKey,
  keyHeaders = [],
  jwtSecret,
}: AccessParts): Authentication {
  const headers = [...HEADERS, ...keyHeaders];
  const operatorKeys = [apiKey, ...(oldApiKey === undefined ? [] : [oldApiKey])].map(digestOf);
  const tokens = createTokens(redis, jwtSecret, apiKey);
  return {
    tokens,
    async callerOf(request) {
      const given = givenIn(request, headers);
      if (given === undefined) return undefined;
      const digest = digestOf(given);
      if (operatorKeys.some((key) => isSame(key, digest))) return OPERATOR;
      if (isToken(given)) return tokens.read(given);
      const key = await findKey(redis, given, Date.now());
      return key === undefined
        ? undefined
        : { keyId: key.id, tenantId: key.tenantId, scopes: new Set(key.scopes) };
    },
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
