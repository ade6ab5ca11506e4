/**
 * What work comes to, or a rejection with the signal's reason as soon as that is aborted. The work itself goes on then: not all that
 * may hang can be called off. Its late rejection is swallowed.
 */
export async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([aborted, work]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    work.catch(() => undefined);
  }
}

/**
 * Does something with a signal that is aborted when the given one is, and after `ms`; then it is not waited for any longer.
 * (`AbortSignal.any` will not do: of a timeout that only it refers to, Node 20 collects the one before it fires.)
 */
export async function withinTime<T>(
  ms: number,
  signal: AbortSignal,
  work: (inTime: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const follow = () => ending.abort(signal.reason);
  if (signal.aborted) follow();
  else signal.addEventListener('abort', follow, { once: true });
  const timer = setTimeout(() => ending.abort(new Error(`It took longer than ${ms} ms`)), ms);
  try {
    return await unlessAborted(ending.signal, work(ending.signal));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', follow);
  }
}
