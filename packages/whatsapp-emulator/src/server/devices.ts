import { randomBytes } from 'node:crypto';
import type { Credentials, FrameToPage, WireEvent } from '../protocol/frames.ts';
import type { DeviceState, WorldState } from './world.ts';

/** What the devices need of a connection. */
export interface Line {
  send(frame: FrameToPage): void;
  /** Whether queued events may be handed over yet (see `policy.offlineDelivery`). */
  readonly open: boolean;
}

/** The linked devices: each has a queue that keeps an event until the page returns its receipt. */
export class Devices {
  readonly #world: WorldState;
  readonly #lines = new Map<string, Line>();

  constructor(world: WorldState) {
    this.#world = world;
  }

  list(): DeviceState[] {
    return Object.values(this.#world.devices);
  }

  of(phone: string): DeviceState[] {
    return this.list().filter((device) => device.phone === phone);
  }

  link(phone: string): DeviceState {
    const id = `${phone}:${randomBytes(3).toString('hex')}`;
    const token = randomBytes(16).toString('hex');
    const device: DeviceState = { device: id, token, phone, linkedAt: Date.now(), nextSeq: 1, queue: [] };
    this.#world.devices[id] = device;
    return device;
  }

  /** The device that the credentials belong to; undefined when it was logged out. */
  authenticate(credentials: Credentials): DeviceState | undefined {
    const device = this.#world.devices[credentials.device];
    return device?.token === credentials.token ? device : undefined;
  }

  unlink(id: string): void {
    delete this.#world.devices[id];
    this.#lines.delete(id);
  }

  /** A device has one connection: a newer one takes the place of the older. */
  connect(id: string, line: Line): Line | undefined {
    const older = this.#lines.get(id);
    this.#lines.set(id, line);
    return older;
  }

  disconnect(id: string, line: Line): void {
    if (this.#lines.get(id) === line) this.#lines.delete(id);
  }

  line(id: string): Line | undefined {
    return this.#lines.get(id);
  }

  /** Tells the devices of a phone now or, those that are away, as soon as they are back. */
  inform(phone: string, event: WireEvent, except?: DeviceState): void {
    for (const device of this.of(phone)) {
      if (device !== except) this.#enqueue(device, structuredClone(event));
    }
  }

  /** Hands over everything without a receipt, in order. */
  flush(device: DeviceState): void {
    const line = this.#lines.get(device.device);
    for (const item of device.queue) line?.send({ t: 'item', ...item });
  }

  receipt(device: DeviceState, seq: number): void {
    const index = device.queue.findIndex((item) => item.seq === seq);
    if (index >= 0) device.queue.splice(index, 1);
  }

  /** For things that nobody needs to hear of later. */
  tell(phone: string, frame: FrameToPage): void {
    for (const device of this.of(phone)) this.#lines.get(device.device)?.send(frame);
  }

  #enqueue(device: DeviceState, event: WireEvent): void {
    const item = { seq: device.nextSeq, event };
    device.nextSeq += 1;
    device.queue.push(item);
    const line = this.#lines.get(device.device);
    if (line?.open) line.send({ t: 'item', ...item });
  }
}
