/** How scripted workers speak with the sink that plays WhatsApp: lines of JSON over one connection for each login. */

/** A message as the sink keeps it. */
export interface SinkMessage {
  readonly id: string;
  readonly chat: string;
  readonly fromMe: boolean;
  readonly text: string;
  /** Unix seconds. */
  readonly timestamp: number;
}

/** What an engine says. A request has a number, which its answer repeats. */
export type ToSink =
  | { readonly type: 'connect'; readonly session: string; readonly pid: number }
  | {
      readonly type: 'send';
      readonly n: number;
      readonly id: string;
      readonly chat: string;
      readonly text: string;
      /** When the engine was called, in unix milliseconds. */
      readonly calledAt: number;
    }
  | { readonly type: 'find'; readonly n: number; readonly id: string }
  | { readonly type: 'since'; readonly n: number /** Unix seconds. */; readonly since: number };

export type SinkAnswer =
  | { readonly is: 'sent' }
  /** It certainly has not left. */
  | { readonly is: 'refused' }
  /** It may have left; a real page would have lost its context. */
  | { readonly is: 'lost' }
  | { readonly is: 'messages'; readonly messages: readonly SinkMessage[] };

export type FromSink =
  | { readonly type: 'connected' }
  | { readonly type: 'answer'; readonly n: number; readonly answer: SinkAnswer }
  | { readonly type: 'message'; readonly message: SinkMessage }
  /** WhatsApp's server has the message. */
  | { readonly type: 'ack'; readonly message: SinkMessage };

export function encodeLine(line: ToSink | FromSink): string {
  return `${JSON.stringify(line)}\n`;
}

/** Calls `take` with each whole line of a stream of bytes. */
export function lineReader<T>(take: (line: T) => void): (chunk: Buffer) => void {
  let unfinished = '';
  return (chunk) => {
    const lines = (unfinished + chunk.toString()).split('\n');
    unfinished = lines.pop() ?? '';
    for (const line of lines) take(JSON.parse(line) as T);
  };
}
