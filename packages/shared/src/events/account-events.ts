import { z } from 'zod';
import { PRESENCE_STATES } from '../commands/catalogue.ts';
import {
  chatExample,
  chatFields,
  type EventDefinition,
  groupExample,
  lidOf,
  person,
  personExample,
  phoneOf,
  timestamp,
} from './event-fields.ts';

const groupFields = {
  ...chatFields,
  action: z
    .string()
    .describe("WhatsApp's own name of what happened: add, invite, leave, promote, subject, …"),
  by: z.string().nullable().describe('Who did it, where WhatsApp tells.'),
  byPhone: phoneOf('by'),
  byLid: lidOf('by'),
  timestamp,
};

const participantFields = {
  participants: z.array(person).describe('Whom it concerns: `id`, `phone`, `lid` and `chatKey` of each.'),
};

const byExample = {
  by: '5511987654321@c.us',
  byPhone: '5511987654321',
  byLid: '98765432101234@lid',
  timestamp: 1_702_323_485,
};

/** Events about what is around messages: groups, people, chats, calls. */
export const accountEvents = {
  'group.join': {
    summary: 'Somebody came into a group, this account perhaps.',
    data: z.object({ ...groupFields, ...participantFields }),
    example: { ...groupExample, ...byExample, action: 'add', participants: [personExample] },
  },
  'group.leave': {
    summary: 'Somebody left a group or was removed from it.',
    data: z.object({ ...groupFields, ...participantFields }),
    example: { ...groupExample, ...byExample, action: 'remove', participants: [personExample] },
  },
  'group.update': {
    summary: 'A group changed: its name, its settings, its admins; or somebody asks to be let in.',
    data: z.object({
      ...groupFields,
      change: z.enum(['settings', 'admins', 'request']),
      value: z.string().describe('What it is now, the new name for example; often empty.'),
      ...participantFields,
    }),
    example: {
      ...groupExample,
      ...byExample,
      action: 'subject',
      change: 'settings',
      value: 'Pedidos',
      participants: [],
    },
  },
  'contact.changed': {
    summary: 'Somebody has another number. Told once, however many chats say so.',
    data: z.object({
      oldId: z.string(),
      oldPhone: phoneOf('oldId'),
      oldLid: lidOf('oldId'),
      newId: z.string(),
      newPhone: phoneOf('newId'),
      newLid: lidOf('newId'),
      isContact: z.boolean().describe('Otherwise a participant of a group.'),
      timestamp,
      ...chatFields,
    }),
    example: {
      oldId: '5511987654321@c.us',
      oldPhone: '5511987654321',
      oldLid: null,
      newId: '5511900000000@c.us',
      newPhone: '5511900000000',
      newLid: null,
      isContact: true,
      timestamp: 1_702_323_490,
      ...chatExample,
    },
  },
  'chat.archived': {
    summary: 'A chat was archived or taken out of the archive.',
    data: z.object({ isArchived: z.boolean(), ...chatFields }),
    example: { isArchived: true, ...chatExample },
  },
  'chat.removed': {
    summary: 'A chat was deleted from this account, with its messages.',
    data: z.object(chatFields),
    example: chatExample,
  },
  'presence.update': {
    summary:
      'Somebody is there, away, types or records. Told of the chats that `POST /sessions/{id}/chats/{chatId}/presence` has named since the session is connected, and as far as they let it be seen.',
    data: z.object({
      state: z.enum(PRESENCE_STATES),
      lastSeen: timestamp.nullable().describe('Unix seconds, of one who is away and does not hide it.'),
      ...chatFields,
    }),
    example: { state: 'typing', lastSeen: null, ...chatExample },
  },
  call: {
    summary: 'A call came in or was made. WhatsApp Web tells of its beginning only.',
    data: z.object({
      callId: z.string(),
      from: z.string(),
      fromPhone: phoneOf('from'),
      fromLid: lidOf('from'),
      chatKey: z.string().describe('Of the chat with the one who calls; can be sent to.'),
      fromMe: z.boolean(),
      isVideo: z.boolean(),
      isGroup: z.boolean(),
      timestamp,
    }),
    example: {
      callId: '9A0B1C2D3E4F',
      from: '5511987654321@c.us',
      fromPhone: '5511987654321',
      fromLid: '98765432101234@lid',
      chatKey: '5511987654321@c.us',
      fromMe: false,
      isVideo: false,
      isGroup: false,
      timestamp: 1_702_323_495,
    },
  },
} as const satisfies Record<string, EventDefinition>;
