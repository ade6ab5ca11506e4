import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeLine, type FromSink, lineReader, type SinkMessage, type ToSink } from './sink-wire.ts';

/** One send as it reached WhatsApp. Times are unix milliseconds. */
export interface Effect {
  readonly session: string;
  readonly id: string;
  readonly text: string;
  /** The process that made it. */
  readonly pid: number;
  readonly calledAt: number;
  readonly arrivedAt: number;
  /** `repeated`: dropped, for WhatsApp has that id; `refused`: it did not get through. */
  readonly outcome: 'accepted' | 'repeated' | 'refused';
  /** The session's owner as Redis had it just then, if anybody looked. */
  readonly owner: Owner | undefined;
}

export interface Owner {
  /** Undefined while nobody owns the session. */
  readonly worker: string | undefined;
  readonly epoch: number;
}

/** A login that was connected. Times are unix milliseconds. */
export interface Connection {
  readonly session: string;
  readonly pid: number;
  readonly from: number;
  /** Undefined while it lasts. */
  to: number | undefined;
}

export interface SinkOptions {
  /** How long a send takes. By default no time. */
  readonly latencyMs?: () => number;
  /** What becomes of a send; `lost` is accepted, but the sender is not told. By default all are accepted. */
  readonly fate?: () => 'accepted' | 'refused' | 'lost';
  /** Asks Redis for the owner at this moment. */
  readonly ownerOf?: (session: string) => Promise<Owner | undefined>;
}

/** WhatsApp, as far as scripted workers know it. It notes what reaches it, from whom and when. */
export interface Sink {
  readonly port: number;
  /** What `SINK_URL` of a scripted worker wants. */
  readonly url: string;
  /** In the order of their arrival. */
  readonly effects: readonly Effect[];
  readonly connections: readonly Connection[];
  /** How many sends of these processes, or of all, are under way just now. */
  underWay(pids?: readonly number[]): number;
  /** A customer writes to a session. */
  incoming(session: string, message: Pick<SinkMessage, 'id' | 'chat' | 'text'>): void;
  close(): Promise<void>;
}

/** The sink's address, or that of a relay to it. */
export const sinkUrl = (port: number): string => `tcp://127.0.0.1:${port}`;

interface Login {
  readonly messages: Map<string, SinkMessage>;
  readonly sockets: Set<Socket>;
}

export async function startSink(options: SinkOptions = {}): Promise<Sink> {
  const effects: Effect[] = [];
  const connections: Connection[] = [];
  const logins = new Map<string, Login>();
  const underWay = new Map<number, number>();
  const open = new Set<Socket>();

  function loginOf(session: string): Login {
    const known = logins.get(session) ?? { messages: new Map(), sockets: new Set() };
    logins.set(session, known);
    return known;
  }

  function tell({ sockets }: Login, line: FromSink): void {
    for (const socket of sockets) socket.write(encodeLine(line));
  }

  async function send(socket: Socket, from: Connection, request: ToSink & { type: 'send' }): Promise<void> {
    const { n, id, chat, text, calledAt } = request;
    const { session, pid } = from;
    const arrivedAt = Date.now();
    const login = loginOf(session);
    const looked = options.ownerOf?.(session).catch(() => undefined);
    underWay.set(pid, (underWay.get(pid) ?? 0) + 1);
    await sleep(options.latencyMs?.() ?? 0);
    const fate = options.fate?.() ?? 'accepted';
    const isRepeated = login.messages.has(id);
    const message: SinkMessage = { id, chat, fromMe: true, text, timestamp: Math.floor(Date.now() / 1000) };
    if (fate !== 'refused' && !isRepeated) login.messages.set(id, message);
    // Its place in the order of effects is when it took effect, whenever the look at its owner is over.
    const place = effects.length;
    const outcome = fate === 'refused' ? 'refused' : isRepeated ? 'repeated' : 'accepted';
    const effect: Effect = { session, id, text, pid, calledAt, arrivedAt, outcome, owner: undefined };
    effects.push(effect);
    underWay.set(pid, (underWay.get(pid) ?? 1) - 1);
    const answer = fate === 'refused' ? 'refused' : fate === 'lost' ? 'lost' : 'sent';
    socket.write(encodeLine({ type: 'answer', n, answer: { is: answer } }));
    if (fate !== 'refused') {
      tell(login, { type: 'message', message });
      tell(login, { type: 'ack', message });
    }
    effects[place] = { ...effect, owner: await looked };
  }

  const server = createServer((socket) => {
    let connection: Connection | undefined;
    open.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      open.delete(socket);
      if (connection === undefined) return;
      connection.to = Date.now();
      loginOf(connection.session).sockets.delete(socket);
    });
    socket.on(
      'data',
      lineReader<ToSink>((line) => {
        if (line.type === 'connect') {
          connection = { session: line.session, pid: line.pid, from: Date.now(), to: undefined };
          connections.push(connection);
          loginOf(line.session).sockets.add(socket);
          socket.write(encodeLine({ type: 'connected' }));
        } else if (connection !== undefined) {
          if (line.type === 'send') return void send(socket, connection, line);
          const all = [...loginOf(connection.session).messages.values()];
          const messages = all.filter((message) =>
            line.type === 'find' ? message.fromMe && message.id === line.id : message.timestamp >= line.since,
          );
          socket.write(encodeLine({ type: 'answer', n: line.n, answer: { is: 'messages', messages } }));
        }
      }),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');

  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: sinkUrl(port),
    effects,
    connections,
    underWay: (pids = [...underWay.keys()]) => pids.reduce((sum, pid) => sum + (underWay.get(pid) ?? 0), 0),
    incoming(session, { id, chat, text }) {
      const message: SinkMessage = {
        id,
        chat,
        fromMe: false,
        text,
        timestamp: Math.floor(Date.now() / 1000),
      };
      const login = loginOf(session);
      login.messages.set(id, message);
      tell(login, { type: 'message', message });
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
