import { chatNames, type LidMap } from '@wagw/shared/numbers/chat-names';
import type { EngineEvent } from '../engine/engine.ts';
import type { NamedEvent } from './named-event.ts';

export function callEvent(call: Extract<EngineEvent, { type: 'call' }>, lids: LidMap): NamedEvent {
  const { id, from, fromMe, isVideo, isGroup, timestamp } = call;
  const { phone, lid, chatKey } = chatNames(from, lids);
  return {
    once: `call:${id}`,
    body: {
      event: 'call',
      data: {
        callId: id,
        from,
        fromPhone: phone,
        fromLid: lid,
        chatKey,
        fromMe,
        isVideo,
        isGroup,
        timestamp,
      },
    },
  };
}
