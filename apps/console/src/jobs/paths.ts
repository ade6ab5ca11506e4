import type { Batch } from '@wagw/client';

/** Addresses within this area. */

/** @param session null: of all sessions */
export const pathOf = (path: '/new' | '/bulk' | '/scheduled' | '/failed', session: string | null): string =>
  session === null ? path : `${path}?session=${encodeURIComponent(session)}`;

export const batchPath = ({ sessionId, id }: Pick<Batch, 'sessionId' | 'id'>): string =>
  `/bulk/${encodeURIComponent(sessionId)}/${encodeURIComponent(id)}`;
