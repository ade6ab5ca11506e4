import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Page } from 'puppeteer';
import { ActionError, type EngineActions, type ParticipantResult } from '../actions.ts';
import { askPage } from './ask-page.ts';
import { downloadMedia } from './media-transfer.ts';
import type { PageAnswer, RawList } from './page-actions.ts';
import type { PageWindow } from './page-connection.ts';
import type { WebjsTimings } from './timings.ts';
import { isConversation, toEngineMessage } from './to-engine-message.ts';

declare const window: PageWindow;

/** Between two who are added to a group: WhatsApp is wary of crowds. */
const ADDING_PAUSE_MS = 300;

export interface ActionParts {
  /** The page, while the session is connected. */
  readonly readyPage: () => Page | undefined;
  readonly timings: WebjsTimings;
  readonly logger: Logger;
}

/** Everything that the page can do beside sending; each call has its deadline. */
export function createWebjsActions({ readyPage, timings, logger }: ActionParts): EngineActions {
  const { callMs } = timings;

  function page(): Page {
    const ready = readyPage();
    if (ready === undefined) throw new ActionError('not_ready', 'The session is not connected');
    return ready;
  }

  const ask = async <T, Args extends unknown[]>(
    what: string,
    work: (...args: Args) => Promise<PageAnswer<T | undefined>> | undefined,
    ...args: Args
  ): Promise<T> => await askPage(page(), what, callMs, work, ...args);

  /** What could be read of a list; the rest is told to the operator. */
  function readable<T>(what: string, { items, failures }: RawList<T>): T[] {
    if (failures.length > 0)
      logger.warn({ failed: failures.length, detail: failures[0] }, `not all ${what} could be read`);
    return items;
  }

  async function addParticipants(id: string, participants: readonly string[]): Promise<ParticipantResult[]> {
    const results: ParticipantResult[] = [];
    for (const participant of participants) {
      if (results.length > 0) await sleep(ADDING_PAUSE_MS);
      const added = await ask(
        'adding to a group',
        (id, participant) => window.wagwAnswer?.(async () => window.wagwGroups?.add(id, participant)),
        id,
        participant,
      );
      results.push(added);
    }
    return results;
  }

  return {
    editMessage: (ref, text) =>
      ask(
        'editing',
        (ref, text) => window.wagwAnswer?.(async () => window.wagwActions?.edit(ref, text)),
        ref,
        text,
      ),
    deleteMessage: (ref, forEveryone) =>
      ask(
        'deleting',
        (ref, forEveryone) => window.wagwAnswer?.(async () => window.wagwActions?.delete(ref, forEveryone)),
        ref,
        forEveryone,
      ),
    react: (ref, emoji) =>
      ask(
        'reacting',
        (ref, emoji) => window.wagwAnswer?.(async () => window.wagwActions?.react(ref, emoji)),
        ref,
        emoji,
      ),
    markSeen: (chat) =>
      ask(
        'marking as seen',
        (chat) => window.wagwAnswer?.(async () => window.wagwActions?.markSeen(chat)),
        chat,
      ),
    setTyping: (chat, typing) =>
      ask(
        'showing that one types',
        (chat, typing) => window.wagwAnswer?.(async () => window.wagwActions?.setTyping(chat, typing)),
        chat,
        typing,
      ),
    archive: (chat, archived) =>
      ask(
        'archiving',
        (chat, archived) => window.wagwAnswer?.(async () => window.wagwActions?.archive(chat, archived)),
        chat,
        archived,
      ),

    watchPresence: (chat) =>
      ask(
        'asking what somebody does',
        (chat) => window.wagwAnswer?.(async () => window.wagwPresence?.watch(chat)),
        chat,
      ),

    chats: async () => {
      const list = await ask('listing the chats', () =>
        window.wagwAnswer?.(async () => window.wagwActions?.chats()),
      );
      return readable('chats', list).map(({ timestamp, lastMessage, ...chat }) => ({
        ...chat,
        ...(timestamp ? { timestamp } : {}),
        ...(lastMessage && isConversation(lastMessage) ? { lastMessage: toEngineMessage(lastMessage) } : {}),
      }));
    },
    history: async (chat, { limit, before }) => {
      const { messages, hasEarlier } = await ask(
        'reading a chat',
        (chat, before, bounds) =>
          window.wagwAnswer?.(async () => window.wagwActions?.history(chat, before, bounds)),
        chat,
        before ?? null,
        { limit, loadMs: callMs / 3 },
      );
      const first = messages[0];
      return {
        messages: messages.filter(isConversation).map(toEngineMessage),
        ...(hasEarlier && first ? { next: { id: first.id.id, timestamp: first.t ?? 0 } } : {}),
      };
    },
    contacts: async () =>
      readable(
        'contacts',
        await ask('listing the contacts', () =>
          window.wagwAnswer?.(async () => window.wagwPeople?.contacts()),
        ),
      ),
    contact: (id) =>
      ask('reading a contact', (id) => window.wagwAnswer?.(async () => window.wagwPeople?.contact(id)), id),
    pictureUrl: (id) =>
      ask(
        'asking for a picture',
        (id) => window.wagwAnswer?.(async () => window.wagwPeople?.pictureUrl(id)),
        id,
      ),
    setBlocked: (id, isBlocked) =>
      ask(
        'blocking',
        (id, isBlocked) => window.wagwAnswer?.(async () => window.wagwPeople?.setBlocked(id, isBlocked)),
        id,
        isBlocked,
      ),
    findNumber: (phone) =>
      ask(
        'looking for a number',
        (phone) => window.wagwAnswer?.(async () => window.wagwPeople?.findNumber(phone)),
        phone,
      ),
    lidAndPhone: (id) =>
      ask(
        'asking for the other id',
        (id) => window.wagwAnswer?.(async () => window.wagwPeople?.lidAndPhone(id)),
        id,
      ),

    groups: async () =>
      readable(
        'groups',
        await ask('listing the groups', () => window.wagwAnswer?.(async () => window.wagwGroups?.groups())),
      ),
    group: (id) =>
      ask('reading a group', (id) => window.wagwAnswer?.(async () => window.wagwGroups?.group(id)), id),
    createGroup: (subject, participants) =>
      ask(
        'making a group',
        (subject, participants) =>
          window.wagwAnswer?.(async () => window.wagwGroups?.create(subject, participants)),
        subject,
        participants,
      ),
    setGroupSubject: (id, subject) =>
      ask(
        'naming a group',
        (id, subject) => window.wagwAnswer?.(async () => window.wagwGroups?.setSubject(id, subject)),
        id,
        subject,
      ),
    setGroupDescription: (id, description) =>
      ask(
        'describing a group',
        (id, description) =>
          window.wagwAnswer?.(async () => window.wagwGroups?.setDescription(id, description)),
        id,
        description,
      ),
    changeParticipants: async (id, change, participants) => {
      if (change === 'add') return await addParticipants(id, participants);
      return await ask(
        'changing the participants',
        (id, change, participants) =>
          window.wagwAnswer?.(async () => window.wagwGroups?.change(id, change, participants)),
        id,
        change,
        participants,
      );
    },
    inviteCode: (id) =>
      ask(
        'asking for the invitation',
        (id) => window.wagwAnswer?.(async () => window.wagwGroups?.inviteCode(id)),
        id,
      ),
    leaveGroup: (id) =>
      ask('leaving a group', (id) => window.wagwAnswer?.(async () => window.wagwGroups?.leave(id)), id),

    downloadMedia: async (ref, maxBytes) => await downloadMedia(page(), ref, maxBytes, timings),
  };
}
