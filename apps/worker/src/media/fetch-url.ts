import type { Readable } from 'node:stream';
import { writeFile } from '@wagw/shared/media/write-file';
import { type AddressGuard, BlockedAddressError } from '@wagw/shared/outbound/address-guard';
import { VERSION } from '@wagw/shared/version';
import { Agent, type Dispatcher, request } from 'undici';
import { MediaError, tooLarge } from './media-error.ts';

/** What a server said about the file that it gave. */
export interface Fetched {
  readonly bytes: number;
  readonly mimetype: string | undefined;
}

/** Fetches files by the URLs of customers. */
export interface UrlFetcher {
  /**
   * Writes what is at the URL to a new file.
   * @param signal ends it
   * @throws MediaError
   */
  fetch(url: string, path: string, maxBytes: number, signal: AbortSignal): Promise<Fetched>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;
const HEADERS_TIMEOUT_MS = 10_000;
const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Answers that may be others a moment later, besides those of 5xx. */
const PASSING = new Set([408, 425, 429]);

/**
 * @param guard asked at each hop, before and at the dialling
 * @param timeoutMs for everything together: undici's own limits do not end a body that drips
 */
export function createUrlFetcher(options: { guard: AddressGuard; timeoutMs: number }): UrlFetcher {
  const { guard, timeoutMs } = options;
  const agent = new Agent({
    connect: { timeout: CONNECT_TIMEOUT_MS, lookup: guard.lookup },
    headersTimeout: HEADERS_TIMEOUT_MS,
    pipelining: 1,
  });

  async function open(first: URL, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    let url: URL = first;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      guard.check(url);
      const response = await request(url, {
        dispatcher: agent,
        signal,
        headers: { 'user-agent': `whatsapp-gateway/${VERSION}`, accept: '*/*' },
      });
      if (!REDIRECTS.has(response.statusCode)) return response;
      discard(response.body);
      const location = response.headers.location?.toString();
      if (location === undefined || !URL.canParse(location, url.href)) {
        throw new MediaError('media_refused', 'The server of the URL redirects to nowhere.');
      }
      url = new URL(location, url.href);
    }
    throw new MediaError('media_refused', `The URL redirects more than ${MAX_REDIRECTS} times.`);
  }

  return {
    async fetch(url, path, maxBytes, signal) {
      const late = AbortSignal.timeout(timeoutMs);
      try {
        const response = await open(new URL(url), AbortSignal.any([late, signal]));
        const { statusCode, headers, body } = response;
        if (statusCode !== 200) {
          discard(body);
          throw refusal(statusCode);
        }
        if (Number(headers['content-length'] ?? 0) > maxBytes) {
          discard(body);
          throw tooLarge(maxBytes);
        }
        const bytes = await writeFile(path, body, { maxBytes, tooLarge });
        return { bytes, mimetype: headers['content-type']?.toString() };
      } catch (error) {
        throw asMediaError(error, late.aborted, timeoutMs);
      }
    },
    close: () => agent.destroy(),
  };
}

/** Nothing more of it is read; the connection ends. */
function discard(body: Readable): void {
  body.on('error', () => undefined);
  body.destroy();
}

function refusal(status: number): MediaError {
  const code = status >= 500 || PASSING.has(status) ? 'media_unavailable' : 'media_refused';
  return new MediaError(code, `The server of the URL answered with status ${status}.`);
}

function asMediaError(error: unknown, isLate: boolean, timeoutMs: number): MediaError {
  if (error instanceof MediaError) return error;
  if (error instanceof BlockedAddressError) return new MediaError('media_blocked_address', error.message);
  if (isLate) {
    return new MediaError('media_unavailable', `The file was not there after ${timeoutMs} ms.`);
  }
  const isCoded = typeof error === 'object' && error !== null && 'code' in error;
  const reason = isCoded ? String(error.code) : 'the connection broke';
  return new MediaError('media_unavailable', `The file could not be fetched: ${reason}.`);
}
