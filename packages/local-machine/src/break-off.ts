import type { Socket } from 'node:net';

/**
 * Ends a connection with a reset, unless it is ending already: libuv refuses to reset then, and Node keeps the socket for good
 * and never gets through its own end (seen with 20.20: it spins in `Environment::CleanupHandles`).
 */
export function breakOff(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
