import { onceMark, parseEnvelope } from '@wagw/shared/events/event-log';
import { keys } from '@wagw/shared/redis/keys';
import type { Redis } from 'ioredis';
import type { EngineEvent, MessageRef } from '../engine/engine.ts';
import { editName } from './message-changes.ts';

type Edit = Extract<EngineEvent, { type: 'edit' }>;

/** Entries of the log that are read at a time. */
const PAGE = 500;
/** Names of edits that are known to tell nothing; some tens of kilobytes. */
const MAX_REMEMBERED = 1_000;

/**
 * The store tells that a text was changed and when, but not what it was before, and tells it again with every search. What
 * customers were told last stands in the log.
 * @returns the edit with the text before it; undefined when the log has the edit already, or the message as it is now
 */
export function createMissedEdits(redis: Redis, sessionId: string) {
  const idle = new Set<string>();

  return async (edit: Edit): Promise<Edit | undefined> => {
    const name = editName(edit);
    if (idle.has(name) || (await isRecorded(name))) return undefined;
    const previousBody = await lastText(edit.ref);
    if (previousBody !== edit.body) return { ...edit, previousBody: previousBody ?? '' };
    if (idle.size >= MAX_REMEMBERED) idle.clear();
    idle.add(name);
    return undefined;
  };

  async function isRecorded(name: string): Promise<boolean> {
    return (await redis.zscore(keys.eventsSeen(sessionId), onceMark(name))) !== null;
  }

  /** From the newest event back; at worst the whole log is read, once for each edit that was missed. */
  async function lastText(ref: MessageRef): Promise<string | undefined> {
    for (let from = '+'; ; ) {
      const entries = await redis.xrevrange(keys.events(sessionId), from, '-', 'COUNT', PAGE);
      for (const [, fields] of entries) {
        const text = textOf(fields[1] ?? '', ref);
        if (text !== undefined) return text;
      }
      const oldest = entries.at(-1);
      if (oldest === undefined || entries.length < PAGE) return undefined;
      from = `(${oldest[0]}`;
    }
  }
}

/** The text that an event gives the message, if it does. */
function textOf(json: string, { id, serialized }: MessageRef): string | undefined {
  if (!json.includes(id)) return undefined;
  const { event, data } = parseEnvelope(json);
  const isOf = (name: unknown) => bareKey(String(name)) === bareKey(serialized);
  if (event === 'message_edit' && isOf(data.messageId)) return String(data.newBody);
  if (event === 'message_create' && isOf(data.id)) return String(data.body);
  return undefined;
}

/** `fromMe` and the bare id of `fromMe_chat_id[_participant]`: the chat may have had its other name. */
function bareKey(serialized: string): string {
  const [fromMe, , id] = serialized.split('_');
  return `${fromMe}_${id}`;
}
