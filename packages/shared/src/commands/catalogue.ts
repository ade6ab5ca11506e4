import { z } from 'zod';
import { storedMessageSchema } from './stored-message.ts';

/**
 * Everything that can be asked of a session's connection beside sending: the input and the output of each, and whether it
 * keeps its place among the sends. The API validates by this table and the worker answers by it.
 *
 * While an update is under way the two may be of different versions. So inputs are strict: a worker refuses what it does not know,
 * and does not leave out half of what it is asked. Outputs are not: what a newer worker tells beside is of no harm.
 *
 * Ids in inputs are WhatsApp's: the API has turned phone numbers and our own message ids into them.
 */

const id = z.string();
const ids = z.array(z.string());
const nothing = z.object({});

const chatSchema = z
  .object({
    id,
    name: z.string(),
    isGroup: z.boolean(),
    unreadCount: z.int(),
    isArchived: z.boolean(),
    isPinned: z.boolean(),
    isMuted: z.boolean(),
    timestamp: z.int().optional().describe('Unix seconds of the last message.'),
    lastMessage: storedMessageSchema.optional(),
  })
  .meta({ id: 'Chat' });

export const contactSchema = z
  .object({
    id,
    phone: z.string().optional(),
    lid: z.string().optional(),
    name: z.string().optional(),
    pushname: z.string().optional(),
    isMyContact: z.boolean(),
    isBusiness: z.boolean(),
    isBlocked: z.boolean(),
  })
  .meta({ id: 'Contact' });

const groupSummarySchema = z
  .object({ id, subject: z.string(), participantCount: z.int() })
  .meta({ id: 'GroupSummary' });

export const groupSchema = groupSummarySchema
  .extend({
    description: z.string(),
    owner: z.string().optional(),
    createdAt: z.int().optional().describe('Unix seconds.'),
    participants: z.array(z.object({ id, isAdmin: z.boolean(), isSuperAdmin: z.boolean() })),
  })
  .meta({ id: 'Group' });

/** What somebody can be seen to do. */
export const PRESENCE_STATES = ['available', 'unavailable', 'typing', 'recording'] as const;

/** A part of a list, which WhatsApp itself only gives as a whole. */
const listPage = z.strictObject({ limit: z.int().default(100), cursor: z.string().optional() });
const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
export const chatPageSchema = pageOf(chatSchema);
export const groupPageSchema = pageOf(groupSummarySchema);
export const historyPageSchema = pageOf(storedMessageSchema);

const participantResults = z.array(
  z.object({ id, isDone: z.boolean(), detail: z.string().optional().describe('Why not.') }),
);

interface CommandDefinition {
  /** Whether it waits for the sends that were accepted before it. */
  readonly order: 'with-sends' | 'free';
  /** How long the worker tries before it gives up, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether doing it twice does harm: such a one is not tried again when its outcome is unknown. */
  readonly once?: true;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
}

const QUICK_MS = 30_000;
const SLOW_MS = 120_000;
const free = { order: 'free', timeoutMs: QUICK_MS } as const;
const ordered = { order: 'with-sends', timeoutMs: QUICK_MS } as const;

export const COMMANDS = {
  'message.edit': {
    ...ordered,
    input: z.strictObject({ ref: id, text: z.string() }),
    output: z.object({ isDone: z.boolean() }),
  },
  'message.delete': {
    ...ordered,
    input: z.strictObject({ ref: id, forEveryone: z.boolean() }),
    output: z.object({ isDone: z.boolean() }),
  },
  'message.react': { ...ordered, input: z.strictObject({ ref: id, emoji: z.string() }), output: nothing },
  'chat.seen': { ...free, input: z.strictObject({ chat: id }), output: nothing },
  'chat.typing': {
    ...free,
    input: z.strictObject({ chat: id, typing: z.enum(['typing', 'recording', 'paused']) }),
    output: nothing,
  },
  'chat.archive': { ...free, input: z.strictObject({ chat: id, archived: z.boolean() }), output: nothing },
  /** From now on events tell what the other one does; what comes back is what is known already. */
  'chat.presence': {
    ...free,
    input: z.strictObject({ chat: id }),
    output: z.object({
      state: z.enum(PRESENCE_STATES).nullable().describe('null: WhatsApp has told nothing yet.'),
      lastSeen: z.int().nullable().describe('Unix seconds, of one who is away and does not hide it.'),
    }),
  },
  /** Newest first. */
  'chats.list': { ...free, timeoutMs: SLOW_MS, input: listPage, output: chatPageSchema },
  /** The newest part, or the one before a place; each oldest first. */
  'chat.history': {
    ...free,
    timeoutMs: SLOW_MS,
    input: z.strictObject({ chat: id, limit: z.int(), cursor: z.string().optional() }),
    output: historyPageSchema,
  },
  /** Fills the cache; what comes back only counts. */
  'contacts.sync': {
    ...free,
    timeoutMs: SLOW_MS,
    input: z.strictObject({}),
    output: z.object({ contacts: z.int() }),
  },
  'contact.get': { ...free, input: z.strictObject({ id }), output: contactSchema.nullable() },
  'contact.picture': {
    ...free,
    input: z.strictObject({ id }),
    output: z.object({ url: z.string().nullable() }),
  },
  'contact.block': { ...free, input: z.strictObject({ id, isBlocked: z.boolean() }), output: nothing },
  /** Brings the file of a message here, unless it is; what comes back says that it is. */
  'media.download': { ...free, timeoutMs: SLOW_MS, input: z.strictObject({ ref: id }), output: nothing },
  'numbers.check': {
    ...free,
    timeoutMs: SLOW_MS,
    input: z.strictObject({
      phones: ids,
      asked: z
        .array(z.object({ input: z.string(), phone: z.string().optional(), detail: z.string().optional() }))
        .optional()
        .describe('What the caller wrote, and which phone that is, or why none; for the answer alone.'),
    }),
    /** In the order of the input; null when WhatsApp knows no such account. */
    output: z.object({
      ids: z.array(z.string().nullable()),
      failures: z
        .array(z.object({ phone: z.string(), detail: z.string() }))
        .optional()
        .describe('Numbers that could not be asked for now, and why; their id is null as well.'),
    }),
  },
  /** By id. */
  'groups.list': { ...free, timeoutMs: SLOW_MS, input: listPage, output: groupPageSchema },
  'group.get': { ...free, input: z.strictObject({ id }), output: groupSchema },
  'group.create': {
    ...ordered,
    once: true,
    input: z.strictObject({ subject: z.string(), participants: ids }),
    output: z.object({ id, subject: z.string(), participants: participantResults }),
  },
  'group.rename': { ...ordered, input: z.strictObject({ id, subject: z.string() }), output: nothing },
  'group.describe': { ...ordered, input: z.strictObject({ id, description: z.string() }), output: nothing },
  'group.participants': {
    ...ordered,
    input: z.strictObject({ id, change: z.enum(['add', 'remove', 'promote', 'demote']), participants: ids }),
    output: participantResults,
  },
  'group.invite': { ...free, input: z.strictObject({ id }), output: z.object({ code: z.string() }) },
  'group.leave': { ...ordered, input: z.strictObject({ id }), output: nothing },
} as const satisfies Record<string, CommandDefinition>;

export type CommandName = keyof typeof COMMANDS;

/** Whether this version of the gateway knows the command. */
export const isCommandName = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);

/** How the command is carried out. */
export const commandDefinition = (name: CommandName): CommandDefinition => COMMANDS[name];
export type CommandInput<N extends CommandName> = z.infer<(typeof COMMANDS)[N]['input']>;
export type CommandOutput<N extends CommandName> = z.infer<(typeof COMMANDS)[N]['output']>;

export const COMMAND_STATUSES = ['queued', 'running', 'done', 'failed'] as const;
export type CommandStatus = (typeof COMMAND_STATUSES)[number];

/** What `GET /sessions/:id/commands/:commandId` answers. */
export const commandSchema = z
  .object({
    id: z.string(),
    sessionId: z.string(),
    command: z.enum(Object.keys(COMMANDS) as [CommandName, ...CommandName[]]),
    status: z.enum(COMMAND_STATUSES),
    result: z.unknown().describe('What came out, when it is done.'),
    error: z.object({ code: z.string(), detail: z.string() }).nullable(),
    progress: z
      .object({ done: z.int(), total: z.int() })
      .nullable()
      .describe('How far it is, where that is known.'),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Command' });

export type CommandView = z.infer<typeof commandSchema>;
