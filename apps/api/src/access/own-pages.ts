import { digestOf, isSame } from '@wagw/shared/access/api-key';
import { ApiError } from '@wagw/shared/errors/problem';
import type { FastifyRequest } from 'fastify';

/**
 * What comes with a cookie may have been sent by any page that the browser shows. The browser says where from, and a token that only our
 * own pages can read says it once more.
 */

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What a browser says when our own pages ask, or nobody's: somebody has typed the address. Others say nothing. */
const OWN_SITES: ReadonlySet<unknown> = new Set([undefined, 'same-origin', 'none']);

/** Whether a page of another origin has the browser ask; one of a neighbouring host may be anybody's too. */
export const isFromElsewhere = ({ headers }: FastifyRequest): boolean =>
  !OWN_SITES.has(headers['sec-fetch-site']);

/**
 * @param publicUrl where browsers reach the api, where that is not the host that requests name
 * @throws ApiError when a page of another origin asks
 */
export function mustBeOwnPage(request: FastifyRequest, publicUrl: string | undefined): void {
  const { origin } = request.headers;
  if (isFromElsewhere(request)) throw new ApiError('csrf_check_failed', 'It comes from another site.');
  if (origin !== undefined && origin !== publicUrl && !isOwnHost(request, origin))
    throw new ApiError('csrf_check_failed', 'It comes from another origin.');
}

/**
 * For callers who come with a cookie: whatever changes something needs the token of their sign-in.
 * @throws ApiError
 */
export function mustBeMeant(request: FastifyRequest, csrfToken: string, publicUrl: string | undefined): void {
  if (SAFE.has(request.method)) return;
  mustBeOwnPage(request, publicUrl);
  const given = request.headers['x-csrf-token'];
  if (typeof given !== 'string' || !isSame(digestOf(given), digestOf(csrfToken)))
    throw new ApiError('csrf_check_failed', 'The header x-csrf-token is missing or wrong.');
}

/** The scheme is left out: behind a proxy that is not trusted we see http where the browser sees https. */
function isOwnHost({ host }: FastifyRequest, origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host: theirs } = new URL(origin);
  const own = `${protocol}//${host}`;
  return theirs !== '' && URL.canParse(own) && new URL(own).host === theirs;
}
