import { allows, SCOPES } from '@wagw/shared/access/scopes';
import { ApiError } from '@wagw/shared/errors/problem';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isFromElsewhere, mustBeMeant, mustBeOwnPage } from '../access/own-pages.ts';
import { cookieWith, emptyCookie, secretIn } from '../access/sign-in-cookie.ts';
import type { SignIn } from '../access/sign-ins.ts';
import type { App, AppParts } from '../app.ts';

/** The longest that is a key, with room for one of the environment. */
const keySchema = z.string().min(1).max(1_000);
/** Such a key, however it is escaped: anybody may send this. */
const MAX_BODY_BYTES = 8_192;

const signInSchema = z.object({
  tenantId: z.string().nullable(),
  scopes: z.array(z.enum(SCOPES)),
  keyId: z.string(),
  keyName: z.string(),
  csrfToken: z.string(),
  expiresAt: z.iso.datetime(),
});

const open = { public: true } as const;
const response = { 200: signInSchema };

/** `/console/session`: signing in with a key, who is signed in, and signing out. */
export async function signInRoutes(app: App, { publicUrl }: AppParts): Promise<void> {
  app.post(
    '/console/session',
    {
      bodyLimit: MAX_BODY_BYTES,
      config: open,
      schema: { hide: true, body: z.strictObject({ key: keySchema }), response },
    },
    async (request, reply) => {
      mustBeOwnPage(request, publicUrl);
      const { key } = request.body;
      const holder = await app.keyring.holderOf(key);
      if (holder === undefined) throw new ApiError('unauthorized');
      request.caller = holder;
      await app.admit(request, reply);
      await endSignIn(request);
      const secret = await app.signIns.begin(holder, key);
      void reply.header('set-cookie', cookieWith(request, secret));
      return answer(reply, await app.signIns.read(secret));
    },
  );

  app.get('/console/session', { config: open, schema: { hide: true, response } }, async (request, reply) =>
    answer(reply, await signInOf(request)),
  );

  app.delete('/console/session', { config: open, schema: { hide: true } }, async (request, reply) => {
    const signIn = await signInOf(request);
    if (signIn !== undefined) {
      mustBeMeant(request, signIn.csrfToken, publicUrl);
      request.caller = signIn.holder;
      await endSignIn(request);
    }
    return reply.header('set-cookie', emptyCookie(request)).code(204).send();
  });

  async function signInOf(request: FastifyRequest): Promise<SignIn | undefined> {
    const secret = secretIn(request);
    return secret === undefined || isFromElsewhere(request) ? undefined : app.signIns.read(secret);
  }

  async function endSignIn(request: FastifyRequest): Promise<void> {
    const secret = secretIn(request);
    if (secret !== undefined) await app.signIns.end(secret);
  }
}

function answer(reply: FastifyReply, signIn: SignIn | undefined) {
  void reply.header('cache-control', 'no-store');
  if (signIn === undefined) throw new ApiError('signed_out');
  const { holder, csrfToken, expiresAt } = signIn;
  return {
    tenantId: holder.tenantId,
    scopes: SCOPES.filter((scope) => allows(holder.scopes, scope)),
    keyId: holder.keyId,
    keyName: holder.keyName,
    csrfToken,
    expiresAt: new Date(expiresAt).toISOString(),
  };
}
