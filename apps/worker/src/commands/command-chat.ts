import { type CommandRecord, loadCommand } from '@wagw/shared/commands/command-store';
import { ForeignCommandError } from '@wagw/shared/commands/stored-command';
import { chatOfRef } from '@wagw/shared/messages/message-id';
import type { Redis } from 'ioredis';

/** The chat that a command changes, or a message of it; undefined when it is about none, or none that can be read here. */
export async function chatOfCommand(
  redis: Redis,
  sessionId: string,
  id: string,
): Promise<string | undefined> {
  try {
    const command = await loadCommand(redis, sessionId, id);
    return command && chatIn(command);
  } catch (error) {
    if (error instanceof ForeignCommandError) return undefined;
    throw error;
  }
}

function chatIn({ input }: Pick<CommandRecord, 'input'>): string | undefined {
  if ('ref' in input) return chatOfRef(input.ref);
  if ('chat' in input) return input.chat;
  return 'id' in input ? input.id : undefined;
}
