import { keyIdOf } from '@wagw/shared/access/api-key';
import {
  createKeySchema,
  keyIdSchema,
  keySchema,
  keyWithSecretSchema,
  rotateKeySchema,
} from '@wagw/shared/access/key-schema';
import {
  createKey,
  deleteKey,
  type KeyRecord,
  listKeyIds,
  readKey,
  rotateKey,
  viewKey,
} from '@wagw/shared/access/key-store';
import type { Scope } from '@wagw/shared/access/scopes';
import { ApiError } from '@wagw/shared/errors/problem';
import { z } from 'zod';
import type { Caller } from '../access/caller.ts';
import { tenantFor } from '../access/tenant-for.ts';
import type { App, AppParts } from '../app.ts';
import { DONE, doneSchema } from '../done.ts';
import { matchingPage } from '../matching-page.ts';

const tags = ['Keys'];

const keyParams = z.object({ keyId: keyIdSchema });

/** Keys of tenants: made, listed, rotated, ended. A tenant's own `admin` key sees and makes keys of that tenant alone. */
export async function keyRoutes(app: App, { redis }: AppParts): Promise<void> {
  app.post(
    '/keys',
    {
      config: { scope: 'admin', shownOnce: 'key' },
      schema: {
        tags,
        operationId: 'createKey',
        summary: 'Create a key',
        description: 'The key is shown in this answer alone; only a digest of it is stored.',
        body: createKeySchema,
        response: { 201: keyWithSecretSchema },
      },
    },
    async ({ body, caller, seed }, reply) => {
      const tenantId = tenantFor(caller, body.tenantId) ?? null;
      if (tenantId !== null && body.scopes.includes('operate')) {
        throw new ApiError('invalid_request', undefined, [
          { path: '/scopes', message: 'operate only goes with keys of all tenants' },
        ]);
      }
      mustBeGivable(caller, body.scopes);
      const expiresAt = body.expiresAt === undefined ? null : Date.parse(body.expiresAt);
      const id = keyIdOf(seed);
      const wanted = { name: body.name, tenantId, scopes: body.scopes, expiresAt };
      const key = await createKey(redis, id, wanted, Date.now());
      return reply
        .code(201)
        .header('location', `/api/v1/keys/${id}`)
        .send({ ...viewKey(await keyOf(caller, id)), key });
    },
  );

  app.get(
    '/keys',
    {
      config: { scope: 'admin' },
      schema: {
        tags,
        operationId: 'listKeys',
        summary: 'List the keys',
        querystring: z.strictObject({
          limit: z.coerce.number().int().min(1).max(200).default(50),
          cursor: keyIdSchema.optional().describe('`nextCursor` of the page before.'),
        }),
        response: { 200: z.object({ items: z.array(keySchema), nextCursor: z.string().nullable() }) },
      },
    },
    async ({ caller, query: { limit, cursor: after } }) => {
      const { items, nextCursor } = await matchingPage(
        (id, count) => listKeyIds(redis, id, count),
        async (ids) => {
          const records = await Promise.all(ids.map((id) => readKey(redis, id)));
          return records.filter((record) => record !== undefined);
        },
        (record) => isSeen(caller, record),
        { after, limit },
      );
      return { items: items.map(viewKey), nextCursor };
    },
  );

  app.get(
    '/keys/:keyId',
    {
      config: { scope: 'admin' },
      schema: {
        tags,
        operationId: 'getKey',
        summary: 'See a key, without its secret',
        params: keyParams,
        response: { 200: keySchema },
      },
    },
    async ({ caller, params }) => viewKey(await keyOf(caller, params.keyId)),
  );

  app.post(
    '/keys/:keyId/rotate',
    {
      config: { scope: 'admin', shownOnce: 'key' },
      schema: {
        tags,
        operationId: 'rotateKey',
        summary: 'Give a key a new secret',
        description: 'The key so far stays valid beside the new one while callers change over.',
        params: keyParams,
        body: rotateKeySchema.nullish(),
        response: { 200: keyWithSecretSchema },
      },
    },
    async ({ caller, params: { keyId }, body, seed }) => {
      mustBeGivable(caller, (await keyOf(caller, keyId)).scopes);
      const { keepOldSeconds } = body ?? rotateKeySchema.parse({});
      const key = await rotateKey(redis, keyId, { keepOldMs: keepOldSeconds * 1_000, seed }, Date.now());
      if (key === undefined) throw new ApiError('key_not_found');
      return { ...viewKey(await keyOf(caller, keyId)), key };
    },
  );

  app.delete(
    '/keys/:keyId',
    {
      config: { scope: 'admin' },
      schema: {
        tags,
        operationId: 'deleteKey',
        summary: 'End a key, and all tokens that were made with it',
        params: keyParams,
        response: { 200: doneSchema },
      },
    },
    async ({ caller, params: { keyId } }) => {
      await keyOf(caller, keyId);
      await deleteKey(redis, keyId);
      return DONE;
    },
  );

  async function keyOf(caller: Caller, id: string): Promise<KeyRecord> {
    const record = await readKey(redis, id);
    if (record === undefined || !isSeen(caller, record)) throw new ApiError('key_not_found');
    return record;
  }
}

/** @throws ApiError when somebody who must not operate would get a key that may */
function mustBeGivable(caller: Caller, scopes: readonly Scope[]): void {
  if (scopes.includes('operate') && !caller.scopes.has('operate'))
    throw new ApiError('forbidden', 'It needs the scope `operate`.');
}

const isSeen = ({ tenantId }: Caller, record: KeyRecord): boolean =>
  tenantId === null || record.tenantId === tenantId;
