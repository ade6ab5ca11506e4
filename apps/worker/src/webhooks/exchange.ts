import type { Dispatcher } from 'undici';

/** One request and its answer. undici's own `request` makes a stream and a signal for each, which is half of what it costs. */

export interface Reply {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** The beginning of the body, as text; undefined when there was nothing. */
  readonly excerpt: string | undefined;
  /** The first headers of the answer, each clipped; cookies are nobody's business. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface PostRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** From the beginning of all to the end of the answer's head, in milliseconds. */
  readonly timeoutMs: number;
}

/** An answer is looked at for its status and its beginning; a receiver that goes on talking is cut off. */
const MAX_BODY_BYTES = 64 * 1024;
const MAX_BODY_MS = 2_000;
const EXCERPT_CHARACTERS = 500;
const MAX_HEADERS = 20;
const HEADER_CHARACTERS = 200;
const TOO_LATE = new DOMException('The receiver took too long.', 'TimeoutError');

/**
 * Posts, and follows nothing. Once there is a status, nothing that happens to the rest of the answer matters.
 * @throws whatever ended the connection before the status came; a `TimeoutError` when it took too long
 */
export function exchange(dispatcher: Dispatcher, request: PostRequest): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { url, headers, body, timeoutMs } = request;
    dispatcher.dispatch(
      { origin: url.origin, path: url.pathname + url.search, method: 'POST', headers, body },
      new Exchange(timeoutMs, resolve, reject),
    );
  });
}

class Exchange implements Dispatcher.DispatchHandler {
  readonly #resolve: (reply: Reply) => void;
  readonly #reject: (error: Error) => void;
  #controller: Dispatcher.DispatchController | undefined;
  // undici's own limits end neither a head nor a body that drips.
  #timer: NodeJS.Timeout;
  #isCutOff = false;
  #head: Omit<Reply, 'excerpt'> | undefined;
  readonly #beginning: Buffer[] = [];
  #size = 0;

  constructor(timeoutMs: number, resolve: (reply: Reply) => void, reject: (error: Error) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#timer = setTimeout(() => this.#cutOff(), timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isCutOff) controller.abort(TOO_LATE);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    // Something before the answer.
    if (status < 200) return;
    this.#head = { status, retryAfter: headers['retry-after']?.toString(), headers: clipped(headers) };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#cutOff(), MAX_BODY_MS);
  }

  /** Reads on to the end when that is near, so that the connection can be used again. */
  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#size < EXCERPT_CHARACTERS) this.#beginning.push(chunk);
    this.#size += chunk.length;
    if (this.#size > MAX_BODY_BYTES) this.#cutOff();
  }

  onResponseEnd(): void {
    clearTimeout(this.#timer);
    if (this.#head !== undefined) this.#resolve({ ...this.#head, excerpt: this.#excerpt() });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#head === undefined) {
      clearTimeout(this.#timer);
      this.#reject(error);
    } else {
      this.onResponseEnd();
    }
  }

  #cutOff(): void {
    this.#isCutOff = true;
    this.#controller?.abort(TOO_LATE);
  }

  #excerpt(): string | undefined {
    if (this.#size === 0) return undefined;
    return Buffer.concat(this.#beginning).toString('utf8').slice(0, EXCERPT_CHARACTERS);
  }
}

function clipped(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const shown = Object.entries(headers).filter(([name]) => name !== 'set-cookie');
  return Object.fromEntries(
    shown.slice(0, MAX_HEADERS).map(([name, value]) => [name, String(value).slice(0, HEADER_CHARACTERS)]),
  );
}
