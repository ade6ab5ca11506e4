import type { Fence } from '@wagw/shared/events/event-log';
import { z } from 'zod';

const savedLogin = z.object({
  /** In the store. */
  key: z.string(),
  /** Unix milliseconds. */
  savedAt: z.number(),
  /** Of the stored object, whose digest is `sha256` in hex. */
  bytes: z.number(),
  sha256: z.string(),
  /** Where it comes from. */
  host: z.string(),
});

export const loginPointer = savedLogin.extend({
  /** The one before, for the case that the newest is damaged. */
  previous: savedLogin.optional(),
});

/** A login in the store. */
export type SavedLogin = z.infer<typeof savedLogin>;
/** The newest login of a session in the store, as the session's record holds it. */
export type LoginPointer = z.infer<typeof loginPointer>;

/** @throws Error when it is not what `JSON.stringify` made of a pointer */
export function parsePointer(text: string | undefined): LoginPointer | undefined {
  return text === undefined || text === '' ? undefined : loginPointer.parse(JSON.parse(text));
}

/** Different for each save, by whichever owner. */
export function makeKey({ sessionId, epoch }: Fence, now: number): string {
  return `${sessionId}/${epoch}-${now}`;
}

/** Whether an object was put before another one of the same session. Epochs only rise, so an owner's are its own. */
export function isOlder(key: string, than: string): boolean {
  const [[epoch, at], [otherEpoch, otherAt]] = [partsOf(key), partsOf(than)];
  return epoch < otherEpoch || (epoch === otherEpoch && at < otherAt);
}

function partsOf(key: string): [epoch: number, at: number] {
  const [, epoch, at] = /\/(\d+)-(\d+)$/.exec(key) ?? [];
  // What nobody here has put is left alone.
  return [Number(epoch ?? Number.POSITIVE_INFINITY), Number(at)];
}
