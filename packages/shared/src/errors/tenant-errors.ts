import type { ErrorKinds } from './error-kind.ts';

/** Problems with tenants, their keys and their data. */
export const TENANT_ERRORS = {
  key_not_found: {
    status: 404,
    retryable: false,
    title: 'There is no such key.',
    remedy: 'Check the id; GET /api/v1/keys lists all of them.',
  },
  tenant_not_found: {
    status: 404,
    retryable: false,
    title: 'This key sees no such tenant.',
    remedy: 'Check the id; a key of a tenant sees that tenant alone.',
  },
  tenant_mismatch: {
    status: 400,
    retryable: false,
    title: 'X-Tenant-ID names another tenant than the path.',
    remedy: 'Send the same id in both, or leave the header out.',
  },
  erasure_not_found: {
    status: 404,
    retryable: false,
    title: 'There is no such erasure.',
    remedy: 'Check the id; an erasure can be read for thirty days after its end.',
  },
} as const satisfies ErrorKinds;
