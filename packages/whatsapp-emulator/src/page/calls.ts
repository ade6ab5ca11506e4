import type { WireCall } from '../protocol/frames.ts';
import { Emitter } from './emitter.ts';
import { shown, type Wid } from './ids.ts';

interface Call {
  id: string;
  peerJid: Wid;
  offerTime: number;
  isVideo: boolean;
  isGroup: boolean;
  outgoing: boolean;
  canHandleLocally: boolean;
  webClientShouldHandle: boolean;
  participants: unknown[];
}

/** The library learns of a call by wrapping `set` of the first Map it finds in here. */
class CallCollection extends Emitter {
  readonly calls: Map<string, Call> = new Map();

  ring({ id, from, isVideo, isGroup, at }: WireCall): void {
    this.calls.set(id, {
      id,
      peerJid: shown(from),
      offerTime: at,
      isVideo,
      isGroup,
      outgoing: false,
      canHandleLocally: false,
      webClientShouldHandle: false,
      participants: [],
    });
  }
}

export const Calls: CallCollection = new CallCollection();
