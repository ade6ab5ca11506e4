import type { DialectName } from '@wagw/shared/config/dialect-options';
import type { App, AppParts } from '../app.ts';
import { connectionRoutes } from './connection/connection-routes.ts';
import { evolutionRoutes } from './evolution/evolution-routes.ts';
import { tenantRoutes } from './tenant/tenant-routes.ts';

/**
 * The routes of other gateways, so that what was built against one of them works with this one: each a thin layer that calls the
 * same functions as the native routes. They are registered at the root; each gives its own paths.
 */
const DIALECTS: Readonly<Record<DialectName, (app: App, parts: AppParts) => Promise<void>>> = {
  tenant: tenantRoutes,
  connection: connectionRoutes,
  evolution: evolutionRoutes,
};

/** Registers the dialects that the configuration names. */
export async function dialectRoutes(app: App, parts: AppParts): Promise<void> {
  // A QR code, which is in many of the answers, is a key to the account for as long as it lives.
  app.addHook('onSend', async (_request, reply) => {
    void reply.header('cache-control', 'no-store');
  });
  for (const name of new Set(parts.dialects)) await app.register(DIALECTS[name], parts);
}
