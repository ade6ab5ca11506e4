import fastifyStatic, { type SendOptions } from '@fastify/static';
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
  });

  app.get<{ Params: { '*': string } }>('/console/*', open, async (request, reply) => {
    const { '*': path } = request.params;
    if (build.files.has(path)) return reply.header('vary', 'accept-encoding').sendFile(path, keptFor(path));
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
const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

/** For how long browsers keep a file; that it is gone, because there is a newer build, they do not keep. */
const keptFor = (path: string): SendOptions =>
  path.startsWith(ASSETS) ? { maxAge: YEAR_MS, immutable: true } : { maxAge: HOUR_MS };
