import swagger from '@fastify/swagger';
import type { FastifyContextConfig, FastifySchema } from 'fastify';
import plugin from 'fastify-plugin';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { BASE } from './base-document.ts';
import { withBodies } from './bodies.ts';
import { withDescriptions } from './descriptions.ts';
import type { OpenApiDocument } from './document.ts';
import { withHeaders } from './headers.ts';
import { JSON_SCHEMA } from './json-schema.ts';
import { withProblems } from './problems.ts';
import { withTidySchemas } from './schema-names.ts';
import { withWebhooks } from './webhooks.ts';

const toJson = createJsonSchemaTransform({ zodToJsonConfig: JSON_SCHEMA });
const toComponents = createJsonSchemaTransformObject({ zodToJsonConfig: JSON_SCHEMA });

/**
 * `GET /openapi.json`: OpenAPI 3.1, made from the schemas that validate requests and write answers. To be registered before the routes
 * that it describes.
 */
export const openapi = plugin(async (app) => {
  await app.register(swagger, {
    openapi: BASE,
    convertConstToEnum: false,
    transform(route) {
      const { schema, url } = toJson(route);
      return { url, schema: withAccess(schema, route.route.config ?? {}) };
    },
    transformObject: (made) =>
      complete(toComponents(made) as unknown as OpenApiDocument) as unknown as ReturnType<
        typeof toComponents
      >,
  });
  let text: string | undefined;
  app.get('/openapi.json', { config: { public: true }, schema: { hide: true } }, async (_request, reply) => {
    text ??= JSON.stringify(app.swagger());
    return reply.type('application/json; charset=utf-8').send(text);
  });
});

/** Says who may use an operation. */
function withAccess(schema: FastifySchema, { public: isPublic, scope, tokens }: FastifyContextConfig) {
  if (isPublic === true) return { ...schema, security: [] };
  const needs = [
    `Needs the scope \`${scope}\`${tokens === undefined ? '' : `, or a token for ${tokens.join(' or ')}`}.`,
  ];
  const description = [schema.description ?? [], needs].flat().join('\n\n');
  if (tokens === undefined) return { ...schema, description };
  return { ...schema, description, security: [{ gatewayKey: [] }, { bearer: [] }, { tokenInUrl: [] }] };
}

/** Adds what no route's schema says. */
function complete(document: OpenApiDocument): OpenApiDocument {
  const steps = [withBodies, withDescriptions, withWebhooks, withProblems, withHeaders, withTidySchemas];
  return steps.reduce((made, step) => step(made), document);
}
