import type { CommandInput, CommandName, CommandOutput } from '@wagw/shared/commands/catalogue';
import { COMMANDS } from '@wagw/shared/commands/catalogue';
import type { Contact } from '@wagw/shared/contacts/contact-cache';
import type { z } from 'zod';
import type { ChatSummary, EngineActions } from '../engine/actions.ts';
import type { ReceivedFiles } from '../media/received-files.ts';
import type { Numbers } from '../numbers/numbers.ts';
import { pageOfList } from './page-of-list.ts';
import { type KnownIds, placeCursor, readPlace, viewStoredMessage } from './stored-message.ts';

/** What a command may use. */
export interface Means {
  readonly actions: EngineActions;
  readonly numbers: Pick<Numbers, 'check'>;
  readonly received: Pick<ReceivedFiles, 'fetch'>;
  /** Our ids of messages, by WhatsApp's bare ones. */
  readonly knownIds: (whatsappIds: readonly string[]) => Promise<KnownIds>;
  /** Puts these contacts in place of those that the API shows. */
  readonly replaceContacts: (contacts: readonly Contact[]) => Promise<unknown>;
}

type Performers = {
  readonly [N in CommandName]: (input: CommandInput<N>, means: Means) => Promise<CommandOutput<N>>;
};

/** What each command asks of the connection. */
const PERFORMERS: Performers = {
  'message.edit': async ({ ref, text }, { actions }) => ({ isDone: await actions.editMessage(ref, text) }),
  'message.delete': async ({ ref, forEveryone }, { actions }) => ({
    isDone: await actions.deleteMessage(ref, forEveryone),
  }),
  'message.react': ({ ref, emoji }, { actions }) => nothing(actions.react(ref, emoji)),
  'chat.seen': ({ chat }, { actions }) => nothing(actions.markSeen(chat)),
  'chat.typing': ({ chat, typing }, { actions }) => nothing(actions.setTyping(chat, typing)),
  'chat.archive': ({ chat, archived }, { actions }) => nothing(actions.archive(chat, archived)),
  'chat.presence': async ({ chat }, { actions }) => {
    const { state = null, lastSeen = null } = (await actions.watchPresence(chat)) ?? {};
    return { state, lastSeen };
  },
  'chats.list': async (page, { actions, knownIds }) => {
    const chats = await actions.chats();
    const { items, nextCursor } = pageOfList(chats, ({ id, timestamp = 0 }) => [timestamp, id], page);
    const known = await knownIds(items.flatMap(({ lastMessage }) => lastMessage?.ref.id ?? []));
    return { items: items.map((chat) => viewChat(chat, known)), nextCursor };
  },
  'chat.history': async ({ chat, limit, cursor }, { actions, knownIds }) => {
    const { messages, next } = await actions.history(chat, { limit, before: readPlace(cursor) });
    const known = await knownIds(messages.map(({ ref }) => ref.id));
    return {
      items: messages.map((message) => viewStoredMessage(message, known)),
      nextCursor: next === undefined ? null : placeCursor(next),
    };
  },
  'contacts.sync': async (_, { actions, replaceContacts }) => {
    const contacts = await actions.contacts();
    await replaceContacts(contacts);
    return { contacts: contacts.length };
  },
  'contact.get': async ({ id }, { actions }) => (await actions.contact(id)) ?? null,
  'contact.picture': async ({ id }, { actions }) => ({ url: (await actions.pictureUrl(id)) ?? null }),
  'contact.block': ({ id, isBlocked }, { actions }) => nothing(actions.setBlocked(id, isBlocked)),
  'media.download': ({ ref }, { received }) => nothing(received.fetch(ref)),
  'numbers.check': async ({ phones }, { actions, numbers }) => {
    const { ids, failures } = await numbers.check(phones, actions);
    return failures.length === 0 ? { ids } : { ids, failures };
  },
  'groups.list': async (page, { actions }) => pageOfList(await actions.groups(), ({ id }) => [0, id], page),
  'group.get': async ({ id }, { actions }) => {
    const group = await actions.group(id);
    return { ...group, participants: [...group.participants] };
  },
  'group.create': async ({ subject, participants }, { actions }) => {
    const created = await actions.createGroup(subject, participants);
    return { ...created, participants: [...created.participants] };
  },
  'group.rename': ({ id, subject }, { actions }) => nothing(actions.setGroupSubject(id, subject)),
  'group.describe': ({ id, description }, { actions }) =>
    nothing(actions.setGroupDescription(id, description)),
  'group.participants': async ({ id, change, participants }, { actions }) => [
    ...(await actions.changeParticipants(id, change, participants)),
  ],
  'group.invite': async ({ id }, { actions }) => ({ code: await actions.inviteCode(id) }),
  'group.leave': ({ id }, { actions }) => nothing(actions.leaveGroup(id)),
};

/**
 * Carries a command out and returns its output as the catalogue describes it.
 * @param input as it was stored
 * @throws ActionError of the engine
 * @throws z.ZodError when the input or the output is not what the catalogue says
 */
export async function perform(
  name: CommandName,
  input: unknown,
  means: Means,
): Promise<CommandOutput<CommandName>> {
  const { input: takes, output: gives }: { input: z.ZodType; output: z.ZodType } = COMMANDS[name];
  // The table has one performer for each name; that the two belong together is known to it alone.
  const performer = PERFORMERS[name] as (input: unknown, means: Means) => Promise<unknown>;
  return gives.parse(await performer(takes.parse(input), means)) as CommandOutput<CommandName>;
}

async function nothing(action: Promise<void>): Promise<Record<string, never>> {
  await action;
  return {};
}

function viewChat(
  { lastMessage, ...chat }: ChatSummary,
  known: KnownIds,
): CommandOutput<'chats.list'>['items'][number] {
  return lastMessage === undefined ? chat : { ...chat, lastMessage: viewStoredMessage(lastMessage, known) };
}
