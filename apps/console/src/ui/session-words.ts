import type { Session } from '@wagw/client';

/** Whether a session is what somebody looks for, by its id, tenant, number, name, notes or labels, however it is written. */
export function matchesSession(session: Session, search: string): boolean {
  const wanted = plain(search);
  if (wanted === '') return true;
  const digits = search.replace(/[\s().+-]/g, '');
  const phone = session.account?.phone ?? '';
  if (/^\d{2,}$/.test(digits) && phone.includes(digits)) return true;
  const { id, tenantId, account, labels, metadata } = session;
  return [id, tenantId, account?.name ?? '', ...labels, ...Object.values(metadata)].some((word) =>
    plain(word).includes(wanted),
  );
}

/** Without accents, and in small letters. */
const plain = (text: string) => text.trim().toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
