import { allows, type Scope } from '@wagw/shared/access/scopes';
import { ApiError } from '@wagw/shared/errors/problem';
import type { FastifyRequest, RouteOptions } from 'fastify';
import plugin from 'fastify-plugin';
import { mustSee } from '../sessions/session-of.ts';
import { type AccessParts, createAuthentication } from './authenticate.ts';
import type { Caller, TokenPurpose } from './caller.ts';
import type { Keyring } from './keyring.ts';
import { isLinked } from './linked.ts';
import { mustBeMeant } from './own-pages.ts';
import type { SignIns } from './sign-ins.ts';
import type { Tokens } from './tokens.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A route that answers without a key. */
    public?: boolean;
    /** What a key must allow. Every route that is not public says it. */
    scope?: Scope;
    /** Tokens for these purposes are accepted beside keys. */
    tokens?: readonly TokenPurpose[];
    /** A token to connect is accepted also when a phone was linked since it was made. */
    evenLinked?: boolean;
    /** The parameter with the id of a session, which the caller must see; false for a route that may create it. */
    session?: string | false;
  }
  interface FastifyRequest {
    /** Set on every route that is not public. */
    caller: Caller;
    /** The session that the path names, where it must exist. */
    sessionId: string;
    tokenInUrl: string | undefined;
  }
  interface FastifyInstance {
    keyring: Keyring;
    signIns: SignIns;
    tokens: Tokens;
    /** Whether the key or token of a request that goes on for long has not ended. */
    isStillKnown(request: FastifyRequest): Promise<boolean>;
  }
}

/**
 * Who may do what, in one place: every request needs a key (unknown routes too), the key needs the scope of the route, and a session in
 * the path must be one that the caller sees. A route that forgets to say what it needs ends the process at its start.
 */
export const access = plugin(async (app, parts: AccessParts) => {
  const { redis, publicUrl } = parts;
  const { keyring, signIns, tokens, callerOf, isByCookie } = createAuthentication(parts);
  app.decorate('keyring', keyring);
  app.decorate('signIns', signIns);
  app.decorate('tokens', tokens);
  app.decorate('isStillKnown', async (request: FastifyRequest) => {
    const caller = await callerOf(request);
    return caller !== undefined && !(await isLinked(redis, caller));
  });
  app.decorateRequest('caller', undefined as unknown as Caller);
  app.decorateRequest('sessionId', '');
  app.decorateRequest('tokenInUrl', undefined);

  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => {
    routes.push(route);
    const session = sessionParameter(route);
    if (session !== undefined) route.config = { ...route.config, session };
  });
  // Not before: hooks of other plugins may still say it for their routes.
  app.addHook('onReady', async () => {
    const forgotten = routes.filter(({ config }) => config?.public !== true && config?.scope === undefined);
    if (forgotten.length === 0) return;
    const names = forgotten.map(({ method, url }) => `${String(method)} ${url}`);
    throw new Error(`These routes do not say who may use them: ${names.join(', ')}`);
  });

  app.addHook('onRequest', async (request) => {
    const { config } = request.routeOptions;
    takeTokenFromUrl(request);
    if (config.public === true) return;
    const caller = await callerOf(request);
    // An end of a sign-in is no wrong key, of which each address has only so many.
    if (caller === undefined) throw new ApiError(isByCookie(request) ? 'signed_out' : 'unauthorized');
    if (caller.csrfToken !== undefined) mustBeMeant(request, caller.csrfToken, publicUrl);
    request.caller = caller;
    if (config.scope === undefined) return; // no such route
    mustBeAllowed(caller, config.scope, config.tokens);
    const { [config.session || 'id']: id = '' } = request.params as Record<string, string>;
    if (caller.token !== undefined && caller.token.sessionId !== id) throw new ApiError('session_not_found');
    if (config.evenLinked !== true && (await isLinked(redis, caller))) throw new ApiError('link_used');
    if (typeof config.session !== 'string') return;
    await mustSee(redis, caller, id);
    request.sessionId = id;
  });
});

/** By default the `id` after `/sessions/`. */
function sessionParameter({ url, config }: RouteOptions): string | false | undefined {
  return config?.session ?? (/\/sessions\/:id(\/|$)/.test(url) ? 'id' : undefined);
}

/** The schemas of queries need not know it, and nothing else sees it. */
function takeTokenFromUrl(request: FastifyRequest): void {
  const query = request.query as Record<string, unknown>;
  const { token } = query;
  if (typeof token !== 'string' || request.routeOptions.config.tokens === undefined) return;
  request.tokenInUrl = token;
  delete query.token;
}

function mustBeAllowed(caller: Caller, scope: Scope, tokens: readonly TokenPurpose[] = []): void {
  const isAllowed =
    caller.token === undefined ? allows(caller.scopes, scope) : tokens.includes(caller.token.purpose);
  if (!isAllowed) throw new ApiError('forbidden', `It needs the scope \`${scope}\`.`);
}
