import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';

/** Where Vite has left room for it. */
const NONCE_PLACE = '__CSP_NONCE__';

/**
 * Answers with a page under a policy of its own: nothing comes from elsewhere or goes there, and only scripts and styles of the build, or
 * with the nonce of this very answer, count.
 * @param embeddedBy the origins whose pages may show it in a frame, beside our own; without the list no page may
 */
export function sendPage(reply: FastifyReply, html: string, embeddedBy?: readonly string[]): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  void reply.headers({
    'content-security-policy': policy(nonce, embeddedBy),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  });
  if (embeddedBy !== undefined) {
    // It knows no list, and browsers that know `frame-ancestors` go by that.
    void reply.removeHeader('x-frame-options').headers({
      'cross-origin-resource-policy': 'cross-origin',
      'cross-origin-opener-policy': 'unsafe-none',
    });
  }
  return reply.type('text/html; charset=utf-8').send(html.replaceAll(NONCE_PLACE, nonce));
}

function policy(nonce: string, embeddedBy: readonly string[] | undefined): string {
  const own = `'self' 'nonce-${nonce}'`;
  const directives = {
    'default-src': "'none'",
    'script-src': own,
    'style-src': own,
    'img-src': "'self' data: blob:",
    'media-src': "'self' blob:",
    'font-src': "'self'",
    'connect-src': "'self'",
    'frame-ancestors': embeddedBy === undefined ? "'none'" : ["'self'", ...embeddedBy].join(' '),
    'base-uri': "'none'",
    'form-action': "'self'",
    'object-src': "'none'",
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}
