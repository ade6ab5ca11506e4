import type { Wire, WireRecord } from '../../protocol/frames.ts';
import type { PageSocket } from '../page-socket.ts';
import type { Service } from '../service.ts';
import type { AccountState } from '../world.ts';

/** Why a query of a page failed, with WhatsApp's number for it (403 forbidden, 404 not found, …). */
export class QueryError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Who asks, and whom. */
export interface Asked {
  readonly service: Service;
  readonly page: PageSocket;
}

export type Query = (asked: Asked, args: WireRecord) => Wire;

/** The account that the asking page is linked to. */
export function askingAccount({ service, page }: Asked): AccountState {
  if (!page.device) throw new QueryError(401, 'This page is not linked');
  return service.accounts.get(page.device.phone);
}

export function text(args: WireRecord, name: string): string {
  const value = args[name];
  if (typeof value !== 'string') throw new QueryError(400, `${name} must be text`);
  return value;
}

export function texts(args: WireRecord, name: string): string[] {
  const value = args[name];
  if (!Array.isArray(value)) throw new QueryError(400, `${name} must be a list`);
  return value.map(String);
}

export const number = (args: WireRecord, name: string): number => Number(args[name] ?? 0);

export const flag = (args: WireRecord, name: string): boolean => args[name] === true;

/** Values on the wire are plain JSON; interfaces have no index signature, so the compiler has to be told. */
export const wire = (value: object): Wire => value as Wire;
