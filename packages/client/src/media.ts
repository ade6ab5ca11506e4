import { type Gateway, LONGEST_WAIT_S, outcomeOf } from './api.ts';
import { type ByteSource, multipartBody } from './multipart.ts';
import type { Upload } from './schema.ts';
import type { CallOptions } from './transport.ts';

/** A file on its way to the gateway. */
export interface OutgoingFile {
  /**
   * A Blob (`openAsBlob` of node:fs does not read the file into memory), a stream, or a function that makes the stream of an attempt. A
   * stream that is given as such can be sent only once, so its upload is not repeated.
   */
  readonly content: Blob | ByteSource | (() => ByteSource);
  readonly filename?: string | undefined;
  readonly mimetype?: string | undefined;
}

/** A file of a message. */
export interface IncomingFile {
  readonly content: ReadableStream<Uint8Array>;
  readonly mimetype: string;
  readonly filename: string | undefined;
  /** Undefined when it is not known. */
  readonly bytes: number | undefined;
}

export interface Media {
  /** Stores a file, whose id can be the `media.upload` of messages of this session, as often as wanted. */
  upload(session: string, file: OutgoingFile, options?: CallOptions): Promise<Upload>;
  /**
   * The file of a message that came in or was sent; asks WhatsApp for it when it is not here yet.
   * @param messageId here or at WhatsApp
   */
  download(session: string, messageId: string, options?: CallOptions): Promise<IncomingFile>;
}

/** Longer than the gateway waits. */
const DOWNLOAD_TIMEOUT_MS = (LONGEST_WAIT_S + 30) * 1_000;

export function createMedia(gateway: Gateway): Media {
  const { transport } = gateway;
  const urlOf = (session: string, path: string) =>
    `${transport.baseUrl}/api/v1/sessions/${encodeURIComponent(session)}/${path}`;

  return {
    async upload(session, { content, filename = 'file', mimetype }, options = {}) {
      const init = { method: 'POST', ...(options.signal === undefined ? {} : { signal: options.signal }) };
      const url = urlOf(session, 'media');
      const make = (): Request => {
        if (content instanceof Blob)
          return new Request(url, { ...init, body: formOf(content, filename, mimetype) });
        const source = typeof content === 'function' ? content() : content;
        const { headers, body } = multipartBody(source, filename, mimetype);
        // `duplex` is what a body that is a stream needs; not every version of the types knows it.
        return new Request(url, { ...init, headers, body, duplex: 'half' } as RequestInit);
      };
      const isRepeatable = content instanceof Blob || typeof content === 'function';
      const retry = isRepeatable ? options.retry : { ...options.retry, attempts: 1 };
      const response = await transport.open(make, { ...options, retry });
      return (await response.json()) as Upload;
    },

    async download(session, messageId, options = {}) {
      const url = urlOf(session, `messages/${encodeURIComponent(messageId)}/media`);
      const init = {
        headers: { prefer: `wait=${LONGEST_WAIT_S}` },
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      };
      for (;;) {
        const make = () => new Request(url, init);
        const response = await transport.open(make, { ...options, timeoutMs: DOWNLOAD_TIMEOUT_MS });
        if (response.status !== 202) return fileOf(response);
        const data = await response.json();
        await outcomeOf(gateway, session, Promise.resolve({ data, response }), options);
      }
    },
  };
}

function formOf(content: Blob, filename: string, mimetype: string | undefined): FormData {
  const form = new FormData();
  // A slice of the whole has another type and the same content, wherever that is.
  const blob = mimetype === undefined ? content : content.slice(0, content.size, mimetype);
  form.set('file', blob, filename);
  return form;
}

function fileOf({ headers, body }: Response): IncomingFile {
  const length = headers.get('content-length');
  const name = /filename\*=UTF-8''([^;]+)/.exec(headers.get('content-disposition') ?? '')?.[1];
  return {
    content: body ?? new Blob([]).stream(),
    mimetype: headers.get('content-type') ?? 'application/octet-stream',
    filename: name === undefined ? undefined : decodeURIComponent(name),
    bytes: length === null ? undefined : Number(length),
  };
}
