import type { Logger } from 'pino';

/** What has been opened and must be closed again, last opened first. */
export interface Closing {
  add(name: string, close: () => Promise<unknown> | unknown): void;
  /** Closes everything once; a part that fails is logged and does not keep the others open. */
  close(): Promise<void>;
}

export function createClosing(logger: Logger): Closing {
  const parts: { name: string; close: () => Promise<unknown> | unknown }[] = [];
  let closed: Promise<void> | undefined;
  const closeAll = async () => {
    for (const part of parts.reverse()) {
      try {
        await part.close();
      } catch (error) {
        logger.error({ err: error, part: part.name }, 'could not close cleanly');
      }
    }
  };
  return {
    add: (name, close) => {
      parts.push({ name, close });
    },
    close: () => {
      closed ??= closeAll();
      return closed;
    },
  };
}
