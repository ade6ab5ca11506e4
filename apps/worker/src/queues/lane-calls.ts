import { keys } from '@wagw/shared/redis/keys';
import type { SharedWait, Unwatch } from './shared-wait.ts';

/**
 * Where the lanes of this process hear of new jobs: whoever adds one puts the name of its queue into the owner's list. So this
 * process waits on one key, however many lanes it has.
 */
export interface LaneCalls {
  /**
   * Calls back whenever something was added to the queue, until the function that is returned is called. A call that comes
   * while nobody listens is lost: listen before looking into the queue.
   * @param owner the id of the worker that owns the session
   */
  listen(owner: string, queue: string, onCall: () => void): Unwatch;
}

/** Nobody else takes them. */
const CALLS_AT_ONCE = 1_000;

interface Owner {
  /** By queue. A lane that is not gone yet may listen beside the one that is opened after it. */
  readonly listeners: Map<string, Set<() => void>>;
  readonly unwatch: Unwatch;
}

export function createLaneCalls(wait: Pick<SharedWait, 'watch'>): LaneCalls {
  // A process has one id, and so one owner; but for the tests.
  const owners = new Map<string, Owner>();

  function ownerOf(id: string): Owner {
    const known = owners.get(id);
    if (known !== undefined) return known;
    const listeners: Owner['listeners'] = new Map();
    const call = (queue: string) => {
      for (const onCall of listeners.get(queue) ?? []) onCall();
    };
    const unwatch = wait.watch(keys.workerLanes(id), call, CALLS_AT_ONCE);
    const owner = { listeners, unwatch };
    owners.set(id, owner);
    return owner;
  }

  return {
    listen(id, queue, onCall) {
      const { listeners, unwatch } = ownerOf(id);
      const ofQueue = listeners.get(queue) ?? new Set();
      listeners.set(queue, ofQueue.add(onCall));
      return () => {
        ofQueue.delete(onCall);
        if (ofQueue.size === 0 && listeners.get(queue) === ofQueue) listeners.delete(queue);
        if (listeners.size > 0 || owners.get(id)?.listeners !== listeners) return;
        owners.delete(id);
        unwatch();
      };
    },
  };
}
