import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyRequest } from 'fastify';
import { LONGEST_MS } from './sign-ins.ts';

/** The cookie of the console. */

/** Over https no other host of the domain can set it (`__Host-`); browsers would not take such a one over http. */
const nameFor = ({ protocol }: FastifyRequest): string => (protocol === 'https' ? '__Host-wagw' : 'wagw');

/** What the browser keeps of its sign-in. */
export function secretIn(request: FastifyRequest): string | undefined {
  const { cookie } = request.headers;
  return cookie === undefined ? undefined : parseCookie(cookie)[nameFor(request)] || undefined;
}

/** The `Set-Cookie` that has the browser keep it. */
export const cookieWith = (request: FastifyRequest, secret: string): string =>
  cookieFor(request, secret, LONGEST_MS / 1_000);

/** The `Set-Cookie` that has the browser forget it. */
export const emptyCookie = (request: FastifyRequest): string => cookieFor(request, '', 0);

function cookieFor(request: FastifyRequest, value: string, maxAge: number): string {
  return stringifySetCookie({
    name: nameFor(request),
    value,
    maxAge,
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
  });
}
