import { shown } from './ids.ts';

/** Who is typing or recording, by chat and person. */
export const typing: Map<string, string> = new Map();

export function noteTyping({ chat, from, state }: { chat: string; from: string; state: string }): void {
  typing.set(`${shown(chat)} ${shown(from)}`, state);
}
