/** What a key allows. `admin` allows the first three too, of its tenant; `operate` only goes with keys of all tenants. */
export const SCOPES = ['read', 'send', 'manage', 'admin', 'operate'] as const;
export type Scope = (typeof SCOPES)[number];

/** What each scope is for, as the API document tells it. */
export const SCOPE_MEANINGS: Readonly<Record<Scope, string>> = {
  read: 'see sessions, messages, events, contacts and webhooks',
  send: 'send messages, and act in chats, groups and contacts',
  manage: 'create, change, start, stop and remove sessions and webhooks',
  admin: 'all of these, and the keys and data of the tenant',
  operate: 'what belongs to no tenant: workers, measurements, moving sessions',
};

const OF_ADMIN: ReadonlySet<Scope> = new Set(['read', 'send', 'manage']);

/** Whether somebody who has been given `scopes` may do what needs `wanted`. */
export function allows(scopes: ReadonlySet<Scope>, wanted: Scope): boolean {
  return scopes.has(wanted) || (scopes.has('admin') && OF_ADMIN.has(wanted));
}
