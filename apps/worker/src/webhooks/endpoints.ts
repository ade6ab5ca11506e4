import type { Envelope } from '@wagw/shared/events/catalogue';
import { keys } from '@wagw/shared/redis/keys';
import { type Endpoint, listEndpointIds, readEndpoints, wants } from '@wagw/shared/webhooks/endpoint-store';
import type { Redis } from 'ioredis';

/** All webhook endpoints, read again when any of them has changed. */
export interface Endpoints {
  /** Takes over what has changed. @param maxAgeMs how long ago the last look may have been, if not to look again */
  refresh(maxAgeMs?: number): Promise<void>;
  /** As it was at the last refresh. */
  get(id: string): Endpoint | undefined;
  /** Those that want to be told of an event, as of the last refresh. */
  wanting(event: Envelope): Endpoint[];
}

const PAGE = 500;

export function createEndpoints(redis: Redis): Endpoints {
  let version: string | null | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let byId = new Map<string, Endpoint>();
  /** By session, by tenant, or under neither. */
  let byScope = new Map<string, Endpoint[]>();

  async function read(): Promise<Endpoint[]> {
    const endpoints: Endpoint[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const ids = await listEndpointIds(redis, cursor, PAGE);
      endpoints.push(...(await readEndpoints(redis, ids)));
      cursor = ids.length < PAGE ? undefined : ids.at(-1);
    }
    return endpoints;
  }

  return {
    async refresh(maxAgeMs = 0) {
      const now = performance.now();
      if (now - lookedAt < maxAgeMs) return;
      const next = await redis.get(keys.webhooksVersion);
      if (next === version) {
        lookedAt = now;
        return;
      }
      const endpoints = await read();
      byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
      byScope = new Map();
      for (const endpoint of endpoints) {
        const scope = scopeOf(endpoint);
        byScope.set(scope, [...(byScope.get(scope) ?? []), endpoint]);
      }
      version = next;
      lookedAt = now;
    },
    get: (id) => byId.get(id),
    wanting: (event) =>
      [scopeOfSession(event.sessionId), scopeOfTenant(event.tenantId), EVERYTHING]
        .flatMap((scope) => byScope.get(scope) ?? [])
        .filter((endpoint) => wants(endpoint, event)),
  };
}

const EVERYTHING = '';
const scopeOfSession = (id: string) => `session:${id}`;
const scopeOfTenant = (id: string) => `tenant:${id}`;

function scopeOf({ sessionId, tenantId }: Endpoint): string {
  if (sessionId !== null) return scopeOfSession(sessionId);
  return tenantId === null ? EVERYTHING : scopeOfTenant(tenantId);
}
