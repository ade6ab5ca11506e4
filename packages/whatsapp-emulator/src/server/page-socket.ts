import type { WebSocket } from 'ws';
import type { FrameToPage, FrameToServer, Wire } from '../protocol/frames.ts';
import type { Line } from './devices.ts';
import type { Unlinked } from './linking.ts';
import { queries } from './queries/all.ts';
import { QueryError } from './queries/query.ts';
import type { Service } from './service.ts';
import { welcome } from './welcome.ts';
import type { DeviceState } from './world.ts';

/** One page's connection: first a login or a linking, then everything a linked device says and hears. */
export class PageSocket implements Line, Unlinked {
  device: DeviceState | undefined;
  /** What the page calls its version. */
  version = '';
  open = false;
  /** Phones whose presence it wants to be told of, for as long as it is connected. */
  readonly watched = new Set<string>();
  readonly #socket: WebSocket;
  readonly #service: Service;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(socket: WebSocket, service: Service) {
    this.#socket = socket;
    this.#service = service;
    socket.on('message', (data) => this.#receive(JSON.parse(String(data)) as FrameToServer));
    socket.on('close', () => this.#closed());
    socket.on('error', () => socket.terminate());
  }

  send(frame: FrameToPage): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  /** Cuts the connection without a word, as a lost network does. */
  cut(): void {
    this.#socket.terminate();
  }

  link(phone: string): void {
    const device = this.#service.devices.link(phone);
    this.#service.changed();
    this.send({ t: 'paired', credentials: { device: device.device, token: device.token } });
  }

  /** Makes this connection the device's only one; the page is brought up to date again. */
  takeOver(): void {
    if (this.device) this.#login(this.device);
  }

  #receive(frame: FrameToServer): void {
    switch (frame.t) {
      case 'hello':
        this.version = frame.version;
        this.#hello(frame);
        break;
      case 'refresh':
        this.#service.linking.start(this);
        break;
      case 'send':
        this.#sendMessage(frame.outgoing);
        break;
      case 'receipt':
        if (this.device) this.#service.devices.receipt(this.device, frame.seq);
        this.#service.changed();
        break;
      case 'rpc':
        this.#answer(frame);
        break;
      case 'missing':
        this.#service.missing.add(frame.module);
        break;
    }
  }

  #hello({ credentials }: Extract<FrameToServer, { t: 'hello' }>): void {
    const { policy } = this.#service.policies;
    if (!credentials) {
      const reason = this.#service.refusalOf(undefined);
      if (reason) this.send({ t: 'refused', reason });
      else this.#service.linking.start(this);
      return;
    }
    if (policy.noWelcome) return;
    this.#after(policy.connectDelayMs, () => {
      const device = this.#service.devices.authenticate(credentials);
      const reason = this.#service.refusalOf(device?.phone);
      if (this.#service.isDown(device?.phone)) this.cut();
      else if (reason) this.send({ t: 'refused', reason });
      else if (device) this.#login(device);
      else this.send({ t: 'logout' });
    });
  }

  #login(device: DeviceState): void {
    this.device = device;
    const older = this.#service.devices.connect(device.device, this);
    if (older && older !== this) older.send({ t: 'conflict' });
    this.send(welcome(this.#service, device));
    this.#service.events.emit('changed');
    const { policy } = this.#service.policies;
    if (policy.offlineDelivery === 'beforeSync') this.#handOver(device);
    if (policy.noSync) return;
    for (let step = 1; step <= policy.progressSteps; step += 1) {
      const percent = Math.round((100 * step) / policy.progressSteps);
      this.#after((policy.syncMs * step) / (policy.progressSteps + 1), () =>
        this.send({ t: 'progress', percent }),
      );
    }
    this.#after(policy.syncMs, () => {
      this.send({ t: 'synced' });
      if (!this.open) this.#handOver(device);
    });
  }

  #handOver(device: DeviceState): void {
    this.open = true;
    this.#service.devices.flush(device);
  }

  #sendMessage(outgoing: Extract<FrameToServer, { t: 'send' }>['outgoing']): void {
    if (!this.device) return;
    const { id } = outgoing;
    const answer = () => this.send({ t: 'ack', id });
    if (!this.#service.messaging.accept(this.device, outgoing, answer)) this.send({ t: 'nack', id });
  }

  #answer({ id, method, args }: Extract<FrameToServer, { t: 'rpc' }>): void {
    const { rpcDelayMs, rpcHang } = this.#service.policies.policy;
    if (Array.isArray(rpcHang) ? rpcHang.includes(method) : rpcHang) return;
    this.#after(rpcDelayMs, () => {
      try {
        const query = queries[method];
        if (!query) throw new QueryError(501, `Unknown query ${method}`);
        const value: Wire = query({ service: this.#service, page: this }, args);
        this.send({ t: 'result', id, value });
      } catch (error) {
        const code = error instanceof QueryError ? error.code : 400;
        this.send({ t: 'error', id, code, message: error instanceof Error ? error.message : String(error) });
      }
    });
  }

  #closed(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.open = false;
    this.#service.linking.stop(this);
    if (this.device) this.#service.devices.disconnect(this.device.device, this);
    this.#service.pages.delete(this);
    this.#service.events.emit('changed');
  }

  #after(ms: number, action: () => void): void {
    if (ms <= 0) {
      action();
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, ms);
    this.#timers.add(timer);
  }
}
