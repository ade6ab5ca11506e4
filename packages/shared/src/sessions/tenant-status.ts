import { connectionWord, type SessionState } from './session-state.ts';

/** The words that backends use which know one session as one tenant. */
export const TENANT_STATUSES = ['disconnected', 'initializing', 'qr_available', 'connected'] as const;
export type TenantStatus = (typeof TENANT_STATUSES)[number];

/** By the words of the event `session.status`. */
export const TENANT_STATUS_OF = {
  connecting: 'initializing',
  connected: 'connected',
  disconnected: 'disconnected',
  qr_code: 'qr_available',
} as const satisfies Record<ReturnType<typeof connectionWord>, TenantStatus>;

export const tenantStatus = (state: SessionState): TenantStatus => TENANT_STATUS_OF[connectionWord(state)];
