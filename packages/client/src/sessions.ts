import { dataOf, type Gateway, initOf, itemsOf } from './api.ts';
import type {
  ChangeSession,
  CreateSession,
  EnsureSession,
  PairingCode,
  Qr,
  Session,
  SessionWithWebhooks,
  StartedSession,
} from './schema.ts';
import type { CallOptions } from './transport.ts';

/** Creating, finding, starting, stopping and removing sessions. */
export interface Sessions {
  create(session?: CreateSession, options?: CallOptions): Promise<SessionWithWebhooks>;
  /** Every session, read by pages. */
  list(filter?: SessionFilter, options?: CallOptions): AsyncGenerator<Session, void, undefined>;
  get(id: string, options?: CallOptions): Promise<Session>;
  /** Makes it, or has it as it is said here: the same answer however often it is called. */
  ensure(id: string, session?: EnsureSession, options?: CallOptions): Promise<SessionWithWebhooks>;
  change(id: string, changes: ChangeSession, options?: CallOptions): Promise<SessionWithWebhooks>;
  /** Connects it; creates it when there is none. */
  start(id: string, options?: CallOptions): Promise<StartedSession>;
  /** Disconnects it; it stays logged in. */
  stop(id: string, options?: CallOptions): Promise<Session>;
  restart(id: string, options?: CallOptions): Promise<Session>;
  logout(id: string, options?: CallOptions): Promise<Session>;
  /** Logs it out and removes it. */
  delete(id: string, options?: CallOptions): Promise<Session>;
  /** @throws GatewayError `qr_not_available` when none waits */
  qr(id: string, options?: CallOptions): Promise<Qr>;
  /** @param phone with its country code */
  pairingCode(id: string, phone: string, options?: CallOptions): Promise<PairingCode>;
}

export interface SessionFilter {
  readonly tenantId?: string;
  readonly state?: Session['state'];
}

export function createSessions(gateway: Gateway): Sessions {
  const { api } = gateway;
  const init = (options: CallOptions | undefined) => initOf(gateway, options);
  const at = (id: string) => ({ path: { id } });

  return {
    create: (body, options) =>
      dataOf(api.POST('/api/v1/sessions', { ...(body === undefined ? {} : { body }), ...init(options) })),

    list: (filter = {}, options) =>
      itemsOf((cursor) => {
        const query = { ...filter, ...(cursor === undefined ? {} : { cursor }), limit: 200 };
        return dataOf(api.GET('/api/v1/sessions', { params: { query }, ...init(options) }));
      }),

    get: (id, options) => dataOf(api.GET('/api/v1/sessions/{id}', { params: at(id), ...init(options) })),

    ensure: (id, body, options) =>
      dataOf(
        api.PUT('/api/v1/sessions/{id}', {
          params: at(id),
          ...(body === undefined ? {} : { body }),
          ...init(options),
        }),
      ),

    change: (id, body, options) =>
      dataOf(api.PATCH('/api/v1/sessions/{id}', { params: at(id), body, ...init(options) })),

    start: (id, options) =>
      dataOf(api.POST('/api/v1/sessions/{id}/start', { params: at(id), ...init(options) })),

    stop: (id, options) =>
      dataOf(api.POST('/api/v1/sessions/{id}/stop', { params: at(id), ...init(options) })),

    restart: (id, options) =>
      dataOf(api.POST('/api/v1/sessions/{id}/restart', { params: at(id), ...init(options) })),

    logout: (id, options) =>
      dataOf(api.POST('/api/v1/sessions/{id}/logout', { params: at(id), ...init(options) })),

    delete: (id, options) =>
      dataOf(api.DELETE('/api/v1/sessions/{id}', { params: at(id), ...init(options) })),

    qr: async (id, options) => {
      const params = { ...at(id), query: { format: 'json' as const } };
      const call = api.GET('/api/v1/sessions/{id}/qr', { params, ...init(options) });
      // The other formats are not asked for.
      return (await dataOf(call)) as Qr;
    },

    pairingCode: (id, phone, options) =>
      dataOf(
        api.POST('/api/v1/sessions/{id}/pairing-code', { params: at(id), body: { phone }, ...init(options) }),
      ),
  };
}
