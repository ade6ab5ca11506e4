import { createClient, type GatewayClient, GatewayError, type Qr } from '@wagw/client';

/** The gateway as the holder of a link sees it: one session, and only until a phone is linked to it. */
export interface LinkClient {
  readonly gateway: GatewayClient;
  /** The QR code that waits, with its end in the time of this device; undefined when there is none just now. */
  loadQr(signal: AbortSignal): Promise<Qr | undefined>;
}

/** @param token of the link */
export function createLinkClient(token: string, sessionId: string): LinkClient {
  // A shop's computer may go wrong by minutes, and a code lives for twenty seconds.
  let aheadMs = 0;
  const gateway = createClient({
    baseUrl: '',
    apiKey: token,
    // Whoever waits before the page shall soon hear that the network is away.
    retry: { attempts: 2 },
    async fetch(request) {
      const response = await fetch(request);
      const serverTime = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(serverTime)) aheadMs = Date.now() - serverTime;
      return response;
    },
  });
  return {
    gateway,
    async loadQr(signal) {
      try {
        const qr = await gateway.sessions.qr(sessionId, { signal });
        return { ...qr, expiresAt: new Date(Date.parse(qr.expiresAt) + aheadMs).toISOString() };
      } catch (error) {
        if (error instanceof GatewayError && error.code === 'qr_not_available') return undefined;
        throw error;
      }
    },
  };
}
