/** What a key allows. `admin` allows the first three too, of its tenant; `operate` only goes with keys of all tenants. */
export const SCOPES = ['read', 'send', 'manage', 'admin', 'operate'] as const;
export type Scope = (typeof SCOPES)[number];

const OF_ADMIN: ReadonlySet<Scope> = new Set(['read', 'send', 'manage']);

/** Whether somebody who has been given `scopes` may do what needs `wanted`. */
export function allows(scopes: ReadonlySet<Scope>, wanted: Scope): boolean {
  return scopes.has(wanted) || (scopes.has('admin') && OF_ADMIN.has(wanted));
}
