/**
 * Ends the process after `close` on SIGINT, SIGTERM or SIGHUP, however often they come: for one Ctrl-C the terminal and the
 * package manager each send one. Returns a function that closes without a signal. Closes only once.
 */
export function closeOnSignal(close: () => Promise<void>): () => Promise<void> {
  let closed: Promise<void> | undefined;
  const closeOnce = () => {
    closed ??= close();
    return closed;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      closeOnce().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
  return closeOnce;
}
