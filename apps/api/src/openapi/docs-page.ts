import swaggerUi from '@fastify/swagger-ui';
import plugin from 'fastify-plugin';

/** Nothing comes from elsewhere, and requests go only to this API. Swagger UI sets styles and draws icons by itself. */
const CSP = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/** `GET /docs`: the document as a page on which requests can be tried. Reading needs no key; trying does. */
export const docsPage = plugin(async (app) => {
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, public: true };
    });
    await scope.register(swaggerUi, {
      routePrefix: '/docs',
      staticCSP: CSP,
      theme: { title: 'WhatsApp gateway: API' },
      uiConfig: {
        layout: 'BaseLayout',
        docExpansion: 'none',
        filter: true,
        tryItOutEnabled: true,
        persistAuthorization: false,
        displayRequestDuration: true,
      },
    });
  });
});
