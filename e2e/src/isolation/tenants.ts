import type { Random } from '../chaos/random.ts';
import type { Kind } from './operations.ts';

/** What belongs to whom, as far as the answers have told. */
export interface Tenants {
  readonly names: readonly string[];
  /** A text that this tenant alone has ever sent. */
  markOf(tenant: string): string;
  /** Notes that something belongs to a tenant. */
  own(tenant: string, kind: Kind, id: string): void;
  /** Notes that its owner has removed it. */
  forget(kind: Kind, id: string): void;
  ownerOf(token: string): string | undefined;
  pick(tenant: string, kind: Kind, random: Random): string | undefined;
  /** Everything of a kind, by tenant. */
  all(kind: Kind): readonly (readonly [tenant: string, id: string])[];
}

export function createTenants(names: readonly string[]): Tenants {
  const owners = new Map<string, string>();
  const held = new Map<string, string[]>();
  const place = (tenant: string, kind: Kind) => `${tenant} ${kind}`;
  let marks = 0;
  return {
    names,
    markOf(tenant) {
      marks += 1;
      const mark = `secret${marks}of${tenant}`;
      owners.set(mark, tenant);
      return mark;
    },
    own(tenant, kind, id) {
      if (owners.has(id)) return;
      owners.set(id, tenant);
      const ids = held.get(place(tenant, kind)) ?? [];
      held.set(place(tenant, kind), [...ids, id]);
    },
    forget(kind, id) {
      const tenant = owners.get(id);
      if (tenant === undefined) return;
      const ids = held.get(place(tenant, kind)) ?? [];
      held.set(
        place(tenant, kind),
        ids.filter((each) => each !== id),
      );
    },
    ownerOf: (token) => owners.get(token),
    pick: (tenant, kind, random) => random.pick(held.get(place(tenant, kind)) ?? []),
    all: (kind) =>
      names.flatMap((tenant) => (held.get(place(tenant, kind)) ?? []).map((id) => [tenant, id] as const)),
  };
}

/** What of `answer` belongs to somebody else than `tenant`, and was not in its request. */
export function leaksIn(answer: string, request: string, tenant: string, tenants: Tenants): string[] {
  const tokens = new Set(answer.match(/[\w-]{6,}/g));
  return [...tokens].filter((token) => {
    const owner = tenants.ownerOf(token);
    return owner !== undefined && owner !== tenant && !request.includes(token);
  });
}
