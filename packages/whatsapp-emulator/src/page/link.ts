import type { FrameToPage, FrameToServer, Wire, WireRecord } from '../protocol/frames.ts';

/** A query that the server refused; the library looks at the name. */
export class ServerStatusCodeError extends Error {
  override readonly name = 'ServerStatusCodeError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface Pending {
  frame: Extract<FrameToServer, { t: 'rpc' }>;
  resolve(value: Wire): void;
  reject(error: Error): void;
}

const pending = new Map<number, Pending>();
let nextId = 1;
let socket: WebSocket | undefined;

/** Opens a connection. What was asked before and not answered is asked again once `ready` is called. */
export function connect(
  onFrame: (frame: FrameToPage) => void,
  onOpen: () => void,
  onClose: () => void,
): void {
  const opened = new WebSocket(`wss://${location.host}/ws/chat`);
  socket = opened;
  opened.onopen = onOpen;
  opened.onclose = () => {
    if (socket !== opened) return;
    socket = undefined;
    onClose();
  };
  opened.onmessage = ({ data }) => {
    const frame = JSON.parse(String(data)) as FrameToPage;
    if (frame.t === 'result' || frame.t === 'error') settle(frame);
    else onFrame(frame);
  };
}

export function disconnect(): void {
  socket?.close();
}

/** @returns whether the frame could be put on the wire. */
export function transmit(frame: FrameToServer): boolean {
  if (socket?.readyState !== WebSocket.OPEN) return false;
  socket.send(JSON.stringify(frame));
  return true;
}

/** Asks the server; while there is no connection the question waits for the next one. */
export function query(method: string, args: WireRecord = {}): Promise<Wire> {
  return new Promise((resolve, reject) => {
    const frame = { t: 'rpc', id: nextId, method, args } as const;
    nextId += 1;
    pending.set(frame.id, { frame, resolve, reject });
    transmit(frame);
  });
}

export function repeatQueries(): void {
  for (const { frame } of pending.values()) transmit(frame);
}

function settle(frame: Extract<FrameToPage, { t: 'result' | 'error' }>): void {
  const waiting = pending.get(frame.id);
  pending.delete(frame.id);
  if (frame.t === 'result') waiting?.resolve(frame.value);
  else waiting?.reject(new ServerStatusCodeError(frame.code, frame.message));
}
