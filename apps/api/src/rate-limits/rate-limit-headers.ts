import { type Quota, WINDOW_S } from './limiter.ts';

/**
 * `RateLimit-Policy: "key";q=6000;w=60` and `RateLimit: "key";r=5999;t=42`, a member for each quota: structured fields as in
 * draft-ietf-httpapi-ratelimit-headers-10.
 */
export function rateLimitHeaders(quotas: readonly Quota[]): Record<string, string> {
  return {
    'ratelimit-policy': quotas.map(({ policy, limit }) => `"${policy}";q=${limit};w=${WINDOW_S}`).join(', '),
    ratelimit: quotas
      .map(({ policy, remaining, resetS }) => `"${policy}";r=${remaining};t=${resetS}`)
      .join(', '),
  };
}
