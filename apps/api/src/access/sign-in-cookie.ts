import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyRequest } from 'fastify';
import { LONGEST_MS } from './sign-ins.ts';

/** The cookie of the console. */

/** For https: no other host of the domain can set it. Browsers would not take such a one over http. */
const SECURE_NAME = '__Host-wagw';
const NAME = 'wagw';

/** What the browser keeps of its sign-in. */
export function secretIn({ headers, protocol }: FastifyRequest): string | undefined {
  const cookies = parseCookie(headers.cookie ?? '');
  return cookies[SECURE_NAME] || (protocol === 'https' ? undefined : cookies[NAME]) || undefined;
}

/** The `Set-Cookie` that has the browser keep it. */
export const cookieWith = (request: FastifyRequest, secret: string): string =>
  cookieFor(request, secret, LONGEST_MS / 1_000);

/** The `Set-Cookie` that has the browser forget it. */
export const emptyCookie = (request: FastifyRequest): string => cookieFor(request, '', 0);

function cookieFor(request: FastifyRequest, value: string, maxAge: number): string {
  const secure = isOverHttps(request);
  return stringifySetCookie({
    name: secure ? SECURE_NAME : NAME,
    value,
    maxAge,
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure,
  });
}

/** Behind a proxy that is not trusted we see http; the page that asks says what the browser sees. */
const isOverHttps = ({ headers, protocol }: FastifyRequest): boolean =>
  protocol === 'https' || headers.origin?.startsWith('https://') === true;
