/** One block of a stream of server-sent events. */
export interface SseBlock {
  /** Where the stream stands after this block, if it says so. */
  readonly id: string | undefined;
  /** `message` when it is not named. */
  readonly event: string;
  /** Undefined in a block that only moves the id on. */
  readonly data: string | undefined;
}

/**
 * Reads server-sent events as the HTML standard has them (https://html.spec.whatwg.org/multipage/server-sent-events.html), from text in
 * whatever pieces. Blocks with an `id` and no data come too: libraries drop these, and a stream whose filter lets little through would
 * be resumed from long ago.
 * @param onRetry the wait before a reconnect, in milliseconds
 */
export function createSseParser(
  onBlock: (block: SseBlock) => void,
  onRetry: (ms: number) => void,
): (text: string) => void {
  let rest = '';
  let isFirst = true;
  let id: string | undefined;
  let event = '';
  let data: string[] = [];

  function take(line: string): void {
    if (line === '') {
      dispatch();
      return;
    }
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') data.push(value);
    else if (name === 'event') event = value;
    else if (name === 'id' && !value.includes('\0')) id = value;
    else if (name === 'retry' && /^\d+$/.test(value)) onRetry(Number(value));
  }

  function dispatch(): void {
    const block = { id, event: event === '' ? 'message' : event };
    if (data.length > 0) onBlock({ ...block, data: data.join('\n') });
    else if (id !== undefined) onBlock({ ...block, data: undefined });
    id = undefined;
    event = '';
    data = [];
  }

  return (text) => {
    rest += isFirst && text !== '' ? text.replace(/^\uFEFF/, '') : text;
    if (text !== '') isFirst = false;
    // A carriage return at the end may be half of a line's end.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  };
}
