import { Calls } from '../calls.ts';
import { Cmd } from '../cmd.ts';
import { query } from '../link.ts';
import { offline } from '../progress.ts';
import type { Modules } from '../registry.ts';
import { loadKeys } from '../storage.ts';
import { Conn, Socket, Stream } from '../store/connection-models.ts';
import { switches } from '../switches.ts';

const keys = loadKeys();

/** What QR, pairing code and the state of the connection need. */
export const linkingModules: Modules = {
  WAWebSocketModel: { Socket },
  WAWebConnModel: { Conn },
  WAWebStreamModel: { Stream },
  WAWebCmd: { Cmd },
  WAWebCallCollection: Calls,
  WAWebOfflineHandler: { OfflineMessageHandler: { getOfflineDeliveryProgress: () => offline.percent } },
  WABase64: { encodeB64: (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes)) },
  WAWebCompanionRegClientUtils: { DEVICE_PLATFORM: '1' },
  WAWebAdvSignatureApi: {},
  WAWebUserPrefsInfoStore: { waNoiseInfo: { get: async () => ({ staticKeyPair: { pubKey: keys.noise } }) } },
  WAWebSignalStoreApi: {
    waSignalStore: { getRegistrationInfo: async () => ({ identityKeyPair: { pubKey: keys.identity } }) },
  },
  WAWebUserPrefsMultiDevice: { getADVSecretKey: () => keys.secret },
  WAWebAltDeviceLinkingApi: {
    setPairingType: () => {},
    initializeAltDeviceLinking: async () => {},
    initializeQRLinking: async () => {},
    startAltLinkingFlow: (phone: string) => query('pairingCode', { phone }),
  },
  WAWebLaunchSocketUtils: { refreshQR: () => Cmd.refreshQR() },
  WAWebMiscBrowserUtils: { info: () => ({ os: 'Mac OS', name: 'Chrome', version: '101' }) },
  WAWebUpdaterVersion: { VERSION: switches.version },
  WAWebBuildConstants: { VERSION_STR: switches.version, VERSION_BASE: switches.version },
};
