import { personIn } from '@wagw/shared/numbers/chat-names';
import { variantsOf } from '@wagw/shared/numbers/variants';
import { ActionError } from '../engine/actions.ts';
import type { Engine } from '../engine/engine.ts';
import type { Numbers } from './numbers.ts';

/**
 * The engine for one message: it sends to whichever form of the recipient's number has the account, and looks for the
 * message under every form. Where a number has one form, or nobody can be asked, the chat stays as it was given.
 */
export async function addressed(
  engine: Pick<Engine, 'send' | 'find' | 'actions'>,
  chatId: string,
  numbers: Pick<Numbers, 'find'>,
): Promise<Pick<Engine, 'send' | 'find'>> {
  const person = personIn(chatId);
  const forms = person !== undefined && 'phone' in person ? variantsOf(person.phone) : [];
  const [first] = forms;
  if (first === undefined || forms.length === 1) return engine;
  const account = await accountOf(first, engine, numbers);
  const chats = forms.map((phone) => `${phone}@c.us`);
  return {
    send: (message, mayLeave) => engine.send({ ...message, chat: account ?? message.chat }, mayLeave),
    find: (id, given) => engine.find(id, [...new Set([...given, ...chats])]),
  };
}

async function accountOf(
  phone: string,
  { actions }: Pick<Engine, 'actions'>,
  numbers: Pick<Numbers, 'find'>,
): Promise<string | undefined> {
  try {
    return await numbers.find(phone, actions);
  } catch (error) {
    if (error instanceof ActionError) return undefined;
    throw error;
  }
}
