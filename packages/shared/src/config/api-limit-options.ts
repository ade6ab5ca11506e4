import { isIP } from 'node:net';
import { z } from 'zod';
import { duration, integer, isOrigin, list } from './read-config.ts';

/** `loopback`, `linklocal` and `uniquelocal` stand for the private networks of those names. */
const NETWORK_NAMES: ReadonlySet<string> = new Set(['loopback', 'linklocal', 'uniquelocal']);

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return NETWORK_NAMES.has(text);
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

const perMinute = integer(0, 10_000_000);

/** How much callers may ask, from where, and how much of it the process takes on. */
export const apiLimitOptions = {
  RATE_LIMIT_PER_KEY: perMinute
    .default(6_000)
    .describe('How many requests a minute each key may make, over all api processes. 0: any number.'),
  RATE_LIMIT_PER_IP: perMinute
    .default(12_000)
    .describe(
      'How many requests a minute may come from each address (IPv6: from each /64), whatever keys they have. 0: any number. Behind a proxy, set TRUST_PROXY.',
    ),
  RATE_LIMIT_WRONG_KEYS: perMinute
    .default(60)
    .describe(
      'After so many requests with wrong keys, or none, in a minute an address is answered with 429 only, except for callers whose key was right from there before. 0: any number.',
    ),
  TRUST_PROXY: list
    .pipe(
      z.array(
        z
          .string()
          .refine(
            isNetwork,
            'must be a list of addresses, networks like 10.0.0.0/8, loopback, linklocal or uniquelocal',
          ),
      ),
    )
    .default([])
    .describe(
      'The addresses or networks of your reverse proxies, whose X-Forwarded-For tells the address of callers; loopback, linklocal and uniquelocal name the private ones. By default none: anyone can write that header.',
    ),
  ALLOWED_ORIGINS: list
    .pipe(z.array(z.string().refine(isOrigin, 'must be a list of origins like https://app.example.com')))
    .default([])
    .describe(
      'The web origins whose pages may call the api from a browser (CORS), like https://app.example.com, separated by commas. By default none.',
    ),
  MAX_CONNECTIONS: integer(0, 1_000_000)
    .default(10_000)
    .describe(
      'How many connections one api process takes at the same time; further ones are closed at once. Event streams count too. 0: any number.',
    ),
  MAX_EVENT_LOOP_DELAY: duration
    .default(1_000)
    .describe(
      'When the event loop of the api lags behind by more than this, on average over a second, requests are answered with 503 overloaded until it has caught up; health and metrics are answered all the same. 0: never.',
    ),
  MAX_EVENT_LOOP_UTILIZATION: integer(0, 100)
    .default(0)
    .describe(
      'The same when the event loop was busy for more than so many per cent of the last second. 0: never.',
    ),
} as const;
