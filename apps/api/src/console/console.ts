import { ApiError } from '@wagw/shared/errors/problem';
import type { App, AppParts } from '../app.ts';
import { readBuild } from './build.ts';
import { consolePages } from './pages.ts';
import { signInRoutes } from './sign-in.ts';

/**
 * The console: two pages for browsers, and the sign-in with a cookie. Pages and parts are read when the process starts. What was not
 * built keeps nobody from the API.
 */
export async function consoleRoutes(app: App, parts: AppParts): Promise<void> {
  if (parts.console === undefined) return;
  const open = { config: { public: true }, schema: { hide: true } } as const;
  app.get('/console', open, async (_request, reply) => reply.redirect('/console/'));
  await app.register(signInRoutes, parts);
  const build = await readBuild(parts.console.folder);
  if (build !== undefined) return void (await app.register(consolePages, { ...parts, build }));
  parts.logger.warn({ folder: parts.console.folder }, 'the console was not built');
  app.get('/console/*', open, async () => {
    throw new ApiError('console_not_built');
  });
}
