/** Why the file of a message is not to be had, as a stable code. */
export type MediaErrorCode =
  /** The URL may not be dialled. */
  | 'media_blocked_address'
  /** The server of the URL did not answer, or not in time, or has trouble of its own. */
  | 'media_unavailable'
  /** The server of the URL says no. */
  | 'media_refused'
  | 'media_too_large'
  /** The file is none of the kind that the message is. */
  | 'media_type_mismatch'
  /** What was stored here is gone. */
  | 'media_gone'
  | 'media_conversion_failed'
  | 'ffmpeg_missing';

/** Whether another try can have another end. */
const RETRYABLE: ReadonlySet<MediaErrorCode> = new Set(['media_unavailable']);

/** A message's file is not to be had, so nothing was sent. */
export class MediaError extends Error {
  override readonly name = 'MediaError';
  readonly code: MediaErrorCode;

  constructor(code: MediaErrorCode, message: string) {
    super(message);
    this.code = code;
  }

  get isFinal(): boolean {
    return !RETRYABLE.has(this.code);
  }
}

export const tooLarge = (maxBytes: number): MediaError =>
  new MediaError('media_too_large', `The file has more than the ${maxBytes} bytes allowed.`);
