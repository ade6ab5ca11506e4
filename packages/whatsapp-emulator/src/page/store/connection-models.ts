import type { Refusal } from '../../protocol/frames.ts';
import { modelOf } from '../model.ts';

export type SocketState =
  | Refusal
  | 'OPENING'
  | 'PAIRING'
  | 'UNPAIRED'
  | 'UNPAIRED_IDLE'
  | 'CONNECTED'
  | 'TIMEOUT'
  | 'CONFLICT'
  | 'UNLAUNCHED';

/** What the socket model is able to do; set by the session once it runs. */
export interface SocketActions {
  logout(): Promise<void>;
  reconnect(): void;
  takeover(): void;
}

const notYet = (): never => {
  throw new Error('The socket is not launched yet');
};

class SocketModel extends modelOf<{ state: SocketState; hasSynced: boolean; stream: string }>() {
  actions: SocketActions = { logout: notYet, reconnect: notYet, takeover: notYet };

  logout(): Promise<void> {
    return this.actions.logout();
  }

  reconnect(): void {
    this.actions.reconnect();
  }

  takeover(): void {
    this.actions.takeover();
  }
}

class ConnModel extends modelOf<{
  id: string;
  ref?: string;
  wid?: unknown;
  me?: unknown;
  pushname?: string;
  platform?: string;
  battery?: number;
  plugged?: boolean;
  phone: Record<string, string>;
}>() {
  canSetMyPushname(): boolean {
    return true;
  }
}

class StreamModel extends modelOf<{ available: boolean; mode: string; info: string }>() {
  markAvailable(): void {
    this.set({ available: true });
  }

  markUnavailable(): void {
    this.set({ available: false });
  }
}

/** The state of the connection, as the page shows it to everyone. */
export const Socket: SocketModel = new SocketModel({
  state: 'OPENING',
  hasSynced: false,
  stream: 'DISCONNECTED',
});

/** The account and its phone. */
export const Conn: ConnModel = new ConnModel({
  id: 'conn',
  phone: {
    wa_version: '2.26.40.75',
    os_version: '15',
    device_manufacturer: 'Emulator',
    device_model: 'Phone',
  },
});

export const Stream: StreamModel = new StreamModel({ available: false, mode: 'MAIN', info: 'NORMAL' });
