import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { breakOff } from './break-off.ts';

/** A stretch of network between clients and one server, which can fail as networks do. */
export interface TcpRelay {
  /** Where clients connect to, on 127.0.0.1. */
  readonly port: number;
  /** How many connections it carries. */
  readonly connections: number;
  /**
   * A partition: connections stay open, and neither bytes nor their ends get through. As with TCP, what was sent meanwhile
   * arrives when it is healed.
   */
  cut(): void;
  heal(): void;
  /** Breaks every connection off with a reset; new ones get through. */
  reset(): void;
  close(): Promise<void>;
}

/** @param target where the server listens; read at each new connection */
export async function startTcpRelay(target: {
  readonly host?: string;
  readonly port: number;
}): Promise<TcpRelay> {
  const links = new Set<Link>();
  let isCut = false;

  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
    const upstream = connect({ host: target.host ?? '127.0.0.1', port: target.port, allowHalfOpen: true });
    const link = createLink(client, upstream, () => links.delete(link));
    links.add(link);
    if (isCut) link.cut();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return links.size;
    },
    cut() {
      isCut = true;
      for (const link of links) link.cut();
    },
    heal() {
      isCut = false;
      for (const link of links) link.heal();
    },
    reset() {
      for (const link of [...links]) link.reset();
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const link of [...links]) link.reset();
      await closed;
    },
  };
}

interface Link {
  cut(): void;
  heal(): void;
  reset(): void;
}

/** Two sockets, each of which gets what the other one sends, in order and with its end. */
function createLink(client: Socket, upstream: Socket, onGone: () => void): Link {
  const ways = [
    { from: client, to: upstream },
    { from: upstream, to: client },
  ];
  let isCut = false;
  /** What happened while cut, beside the bytes, which wait in the system's buffers. */
  let held: (() => void)[] = [];
  const orHeld = (act: () => void) => (isCut ? void held.push(act) : act());

  for (const { from, to } of ways) {
    from.setNoDelay(true);
    from.on('data', (chunk) =>
      orHeld(() => {
        if (to.write(chunk) || to.destroyed) return;
        from.pause();
        to.once('drain', () => !isCut && from.resume());
      }),
    );
    from.on('end', () => orHeld(() => void to.end()));
    from.on('error', () => orHeld(() => breakOff(to)));
    from.on('close', () => {
      if (client.destroyed && upstream.destroyed) onGone();
    });
  }
  client.resume();

  return {
    cut() {
      isCut = true;
      for (const { from } of ways) from.pause();
    },
    heal() {
      isCut = false;
      const acts = held;
      held = [];
      for (const act of acts) act();
      for (const { from } of ways) from.resume();
    },
    reset() {
      held = [];
      for (const { from } of ways) breakOff(from);
    },
  };
}
