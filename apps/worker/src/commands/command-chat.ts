import type { CommandRecord } from '@wagw/shared/commands/command-store';
import { chatOfRef } from '@wagw/shared/messages/message-id';

/** The chat that a command changes, or a message of it; undefined when it is about none. */
export function chatOfCommand({ input }: Pick<CommandRecord, 'input'>): string | undefined {
  if ('ref' in input) return chatOfRef(input.ref);
  if ('chat' in input) return input.chat;
  return 'id' in input ? input.id : undefined;
}
