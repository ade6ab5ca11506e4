import { createHash } from 'node:crypto';
import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import { wasErased } from '@wagw/shared/data-care/erase-message';
import type { Fence } from '@wagw/shared/events/event-log';
import { keepBlob } from '@wagw/shared/media/blob-expiry';
import {
  loadReceivedMedia,
  type MediaState,
  noteReceivedMedia,
  type ReceivedMedia,
} from '@wagw/shared/media/received-media';
import { chatOfRef } from '@wagw/shared/messages/message-id';
import { readLids } from '@wagw/shared/numbers/lid-store';
import type { Logger } from '@wagw/shared/observability/logger';
import { keys } from '@wagw/shared/redis/keys';
import type { Redis } from 'ioredis';
import { exponentialDelay } from '../backoff.ts';
import { createDueWork, type DueOutcome, type DueWork } from '../due-work.ts';
import { ActionError, type ActionErrorCode, type EngineActions } from '../engine/actions.ts';
import type { EngineMessage } from '../engine/engine.ts';
import { namesOfChat } from '../events/names-in.ts';
import type { Recorder } from '../events/recorder.ts';
import type { Lease } from '../lease/lease.ts';
import { countBytes } from './count-bytes.ts';
import { type FileMetrics, measureFile } from './measure-file.ts';

/** The files of messages that came in: downloaded beside the sends, stored, and told of when they are there. */
export interface ReceivedFiles extends Pick<DueWork, 'open' | 'close' | 'wipe'> {
  /** Takes a message down that may have a file. The same message again changes nothing. */
  notice(message: EngineMessage): Promise<void>;
  /**
   * Brings the file of a message now, unless it is here, also of one that was never taken down.
   * @throws ActionError when it is not to be had now, or at all
   */
  fetch(ref: string): Promise<void>;
}

export interface ReceivedFilesParts {
  readonly redis: Redis;
  readonly fence: Fence;
  readonly lease: Lease;
  readonly recorder: Recorder;
  readonly blobs: BlobStore;
  /** What the connection can do; undefined when there is none. */
  readonly actions: () => Pick<EngineActions, 'downloadMedia'> | undefined;
  readonly settings: ReceivedFilesSettings;
  readonly metrics: FileMetrics;
  readonly logger: Logger;
}

export interface ReceivedFilesSettings {
  /** Otherwise files stay `pending`. */
  readonly isAutomatic: boolean;
  readonly maxBytes: number;
  readonly keptMs: number;
}

const AT_ONCE = 2;
const MAX_FAILURES = 5;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 600_000;
const NOT_READY_MS = 5_000;
const STORE_MS = 600_000;

/** What an answer of the connection says of the file for good. */
const FINAL: Partial<Record<ActionErrorCode, MediaState>> = {
  too_large: 'too_large',
  gone: 'gone',
  not_found: 'gone',
  refused: 'failed',
  unsupported: 'failed',
};

export function createReceivedFiles(parts: ReceivedFilesParts): ReceivedFiles {
  const { redis, lease, recorder, blobs, settings, logger } = parts;
  const { sessionId } = parts.fence;
  const due = createDueWork({
    redis,
    key: keys.mediaDue(sessionId),
    atOnce: AT_ONCE,
    work: bring,
    logger,
  });

  const underWay = new Map<string, Promise<DueOutcome>>();
  const note = (ref: string, media: { state: MediaState } & Partial<ReceivedMedia>) =>
    noteReceivedMedia(redis, sessionId, ref, media, Date.now() + settings.keptMs);

  async function bring(ref: string): Promise<DueOutcome> {
    const known = await loadReceivedMedia(redis, sessionId, ref);
    if (known !== undefined && known.state !== 'pending' && known.state !== 'ready') return 'done';
    try {
      return await downloadOnce(ref);
    } catch (error) {
      return failed(ref, error);
    }
  }

  /** However many want the same file at a time, one download serves them all. */
  function downloadOnce(ref: string): Promise<DueOutcome> {
    const downloading = underWay.get(ref) ?? download(ref).finally(() => underWay.delete(ref));
    underWay.set(ref, downloading);
    return downloading;
  }

  async function download(ref: string): Promise<DueOutcome> {
    const known = await loadReceivedMedia(redis, sessionId, ref);
    // An owner that died after it had stored the file may not have told of it.
    if (known?.state === 'ready') return tell(ref, known);
    const actions = parts.actions();
    if (actions === undefined || !lease.holds()) {
      throw new ActionError('not_ready', 'The session is not connected.');
    }
    const ready = await measureFile(
      parts.metrics,
      'in',
      () => store(ref, actions),
      ({ bytes = 0 }) => bytes,
    );
    await note(ref, ready);
    return tell(ref, ready);
  }

  async function store(ref: string, actions: Pick<EngineActions, 'downloadMedia'>): Promise<Ready> {
    const media = await actions.downloadMedia(ref, settings.maxBytes);
    const key = blobKey(sessionId, ref);
    // Before there is a file, so that none stays for ever whose owner dies now.
    await keepBlob(redis, key, Date.now() + settings.keptMs);
    const counted = countBytes(media.content, settings.maxBytes);
    await blobs.put(key, counted.content, AbortSignal.timeout(STORE_MS));
    const { mimetype, filename } = media;
    return { state: 'ready', key, bytes: counted.bytes(), mimetype, filename };
  }

  async function tell(
    ref: string,
    media: Pick<ReceivedMedia, 'bytes' | 'mimetype' | 'filename'>,
  ): Promise<DueOutcome> {
    const { bytes = 0, mimetype = 'application/octet-stream', filename } = media;
    const chat = chatOfRef(ref);
    const names = namesOfChat(chat, await readLids(redis, sessionId, [chat], true));
    const data = { messageId: ref, bytes, mimetype, filename: filename ?? null, ...names };
    const told = await recorder.record({ event: 'media_ready', data }, { once: `media:${ref}` });
    return told === 'fenced' ? 'stop' : 'done';
  }

  async function failed(ref: string, error: unknown): Promise<DueOutcome> {
    const code = error instanceof ActionError ? error.code : 'unknown';
    const detail = error instanceof Error ? error.message : String(error);
    if (code === 'not_ready') return { againAt: Date.now() + NOT_READY_MS };
    const failures = await redis.hincrby(keys.receivedMedia(sessionId, ref), 'failures', 1);
    const state = FINAL[code] ?? (failures >= MAX_FAILURES ? 'failed' : undefined);
    logger.warn({ code, state, failures, detail }, 'a received file was not downloaded');
    if (state === undefined) {
      return { againAt: Date.now() + exponentialDelay(failures - 1, FIRST_WAIT_MS, LONGEST_WAIT_MS) };
    }
    await note(ref, { state, detail });
    return 'done';
  }

  return {
    open: () => due.open(),
    close: (graceMs) => due.close(graceMs),
    wipe: () => due.wipe(),
    async notice({ ref, fromMe, isStatus, hasMedia, media }) {
      if (fromMe || isStatus || !hasMedia) return;
      if ((await loadReceivedMedia(redis, sessionId, ref.serialized)) !== undefined) return;
      if (await wasErased(redis, sessionId, ref.serialized)) return;
      const about = { bytes: media?.bytes, mimetype: media?.mimetype, filename: media?.filename };
      if ((media?.bytes ?? 0) > settings.maxBytes) {
        const detail = `It has more than the ${settings.maxBytes} bytes allowed.`;
        return note(ref.serialized, { ...about, state: 'too_large', detail });
      }
      // First of all, so that an owner that dies now leaves it to the next.
      if (settings.isAutomatic) await due.add(ref.serialized, Date.now());
      await note(ref.serialized, { ...about, state: 'pending' });
    },

    async fetch(ref) {
      const isKnown = (await loadReceivedMedia(redis, sessionId, ref)) !== undefined;
      try {
        await downloadOnce(ref);
      } catch (error) {
        if (isKnown) await failed(ref, error);
        throw error;
      }
    },
  };
}

type Ready = { readonly state: 'ready' } & Pick<ReceivedMedia, 'key' | 'bytes' | 'mimetype' | 'filename'>;

/** Of the store's own alphabet; the same file has the same key, however often it is downloaded. */
function blobKey(sessionId: string, ref: string): string {
  return `${sessionId}/received-${createHash('sha256').update(ref).digest('hex').slice(0, 40)}`;
}
