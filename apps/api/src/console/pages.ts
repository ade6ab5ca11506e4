import fastifyStatic from '@fastify/static';
import { ApiError } from '@wagw/shared/errors/problem';
import type { App, AppParts } from '../app.ts';
import type { ConsoleBuild } from './build.ts';
import { sendPage } from './send-page.ts';

/** Everybody may read the pages; what they show, they ask the API for. */
const open = { config: { public: true }, schema: { hide: true } } as const;

/** The two pages and their parts. */
export async function consolePages(
  app: App,
  parts: AppParts & { readonly build: ConsoleBuild },
): Promise<void> {
  const { build } = parts;
  await app.register(fastifyStatic, {
    root: parts.console?.folder ?? '',
    serve: false,
    // As the build has laid them beside the files.
    preCompressed: true,
    cacheControl: false,
  });

  app.get<{ Params: { '*': string } }>('/console/*', open, async (request, reply) => {
    const { '*': path } = request.params;
    if (build.files.has(path))
      return reply.headers({ 'cache-control': cacheRule(path), vary: 'accept-encoding' }).sendFile(path);
    // A page of an older build asks for a part that is gone; another page in its place would help nobody.
    if (path.startsWith(ASSETS)) throw new ApiError('route_not_found');
    return sendPage(reply, build.consoleHtml);
  });

  // With a star, because parameters may not be as long as a token.
  app.get<{ Params: { '*': string } }>('/console/connect/*', open, async (request, reply) => {
    const { '*': token } = request.params;
    const isGood = (await app.tokens.read(token)) !== undefined;
    return sendPage(reply.code(isGood ? 200 : 410), build.connectHtml, await app.tokens.originsOf(token));
  });
}

/** The names of these files change with what is in them. */
const ASSETS = 'assets/';

const cacheRule = (path: string): string =>
  path.startsWith(ASSETS) ? 'public, max-age=31536000, immutable' : 'public, max-age=3600';
