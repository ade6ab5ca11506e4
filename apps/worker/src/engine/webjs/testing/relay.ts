import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A wire between a browser and the emulator that counts what the browser says. */
export class Relay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Bytes that have come from the browser. */
  heard = 0;

  private constructor(target: number) {
    this.#server = createServer((near) => {
      const far = connect(target, '127.0.0.1');
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(socket);
        socket.on('error', () => other.destroy());
        socket.on('close', () => {
          this.#sockets.delete(socket);
          other.destroy();
        });
        socket.pipe(other);
      }
      near.on('data', (bytes) => {
        this.heard += bytes.length;
      });
    });
  }

  /** @param chromeArgs of the emulator; those of the result lead over the wire */
  static async between(chromeArgs: readonly string[]): Promise<{ relay: Relay; chromeArgs: string[] }> {
    const target = Number(/127\.0\.0\.1:(\d+)/.exec(chromeArgs.join(' '))?.[1]);
    const relay = new Relay(target);
    relay.#server.listen(0, '127.0.0.1');
    await once(relay.#server, 'listening');
    const { port } = relay.#server.address() as AddressInfo;
    return {
      relay,
      chromeArgs: chromeArgs.map((arg) => arg.replaceAll(`127.0.0.1:${target}`, `127.0.0.1:${port}`)),
    };
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}
