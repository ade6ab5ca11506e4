import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageRecord } from '@wagw/shared/messages/message-store';
import type { EngineActions } from '../engine/actions.ts';

/** About as fast as somebody types who does it often. */
const MS_PER_CHARACTER = 60;

/**
 * Shows "typing" for as long as a person would take for this text, and does nothing for other messages.
 * @param longestMs 0 shows nothing
 */
export async function showTyping(
  { chatId, content, status }: MessageRecord,
  actions: Pick<EngineActions, 'setTyping'>,
  longestMs: number,
): Promise<void> {
  // Once: what is tried again has been typed.
  if (content.type !== 'text' || status !== 'queued' || longestMs === 0) return;
  // It is only for show.
  await actions.setTyping(chatId, 'typing').catch(() => undefined);
  await sleep(Math.min(content.text.length * MS_PER_CHARACTER, longestMs));
}
