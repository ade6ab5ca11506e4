import { z } from 'zod';
import { COMMAND_STATUSES, type CommandName, commandDefinition, isCommandName } from './catalogue.ts';
import type { CommandRecord } from './command-store.ts';

/**
 * Reads a command as it stands in Redis. Whoever wrote it may be of another version of the gateway, so nothing in it is
 * taken for granted.
 */

const milliseconds = z.coerce.number().int();
const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('must be JSON');
    return z.NEVER;
  }
});

const storedSchema = z.object({
  id: z.string(),
  sessionId: z.string(),
  command: z.custom<CommandName>((name) => typeof name === 'string' && isCommandName(name), 'is not known'),
  input: json,
  status: z.enum(COMMAND_STATUSES),
  result: json.optional(),
  error: json.pipe(z.object({ code: z.string(), detail: z.string() })).optional(),
  progress: json.pipe(z.object({ done: z.int(), total: z.int() })).optional(),
  createdAt: milliseconds,
  beginBy: milliseconds,
  startedAt: milliseconds.optional(),
  finishedAt: milliseconds.optional(),
});

/** A command, or what came of it, in a form that this version of the gateway does not know. */
export class ForeignCommandError extends Error {
  override readonly name = 'ForeignCommandError';
  /** What is known of it: it has begun, or even ended, unless it is `queued`. */
  readonly status: string | undefined;
  /** Whether doing it twice does harm. */
  readonly once: boolean;

  constructor({ command = '', status }: Readonly<Record<string, string>>, why: z.ZodError) {
    super(
      `The command ${command || 'without a name'} has a form that is not known here: ${z.prettifyError(why)}`,
    );
    this.status = status;
    this.once = isCommandName(command) && commandDefinition(command).once === true;
  }
}

/**
 * @param fields of the hash; none when there is no such command, then undefined is returned
 * @throws ForeignCommandError
 */
export function readCommand(fields: Readonly<Record<string, string>>): CommandRecord | undefined {
  if (fields.id === undefined) return undefined;
  const stored = storedSchema.safeParse(fields);
  if (!stored.success) throw new ForeignCommandError(fields, stored.error);
  const { input, output } = commandDefinition(stored.data.command);
  const asked = input.safeParse(stored.data.input);
  if (!asked.success) throw new ForeignCommandError(fields, asked.error);
  if (stored.data.status !== 'done') return recordOf(stored.data, undefined);
  const answered = output.safeParse(stored.data.result);
  if (!answered.success) throw new ForeignCommandError(fields, answered.error);
  return recordOf(stored.data, answered.data);
}

function recordOf(stored: z.infer<typeof storedSchema>, result: unknown): CommandRecord {
  const { error, progress, startedAt, finishedAt } = stored;
  // The input was read by the schema of its command.
  const input = stored.input as CommandRecord['input'];
  return { ...stored, input, result, error, progress, startedAt, finishedAt };
}
