import type { CommandInput, CommandName, CommandOutput, CommandView } from '@wagw/shared/commands/catalogue';
import { type CommandError, type CommandRecord, viewCommand } from '@wagw/shared/commands/command-store';
import type { ForeignCommandError } from '@wagw/shared/commands/stored-command';
import type { ErrorCode } from '@wagw/shared/errors/error-table';
import { ApiError } from '@wagw/shared/errors/problem';
import { DONE } from '../done.ts';
import { checkedNumbers } from './checked-numbers.ts';

/**
 * What the API makes of the outcome of each command: the body of the answer when somebody waits for it, and the `result` under
 * the command's address later. Both fail with the same codes.
 */
export const ANSWERS = {
  'message.edit': doneOrRefused,
  'message.delete': doneOrRefused,
  'message.react': done,
  'chat.seen': done,
  'chat.typing': done,
  'chat.archive': done,
  'chat.presence': (presence) => presence,
  'chats.list': (page) => page,
  'chat.history': (page) => page,
  'contacts.sync': (result) => result,
  'contact.get': (contact) => found(contact),
  'contact.picture': (result) => result,
  'contact.block': done,
  'media.download': done,
  'numbers.check': checkedNumbers,
  'groups.list': (page) => page,
  'group.get': (group) => group,
  'group.create': (group) => group,
  'group.rename': done,
  'group.describe': done,
  'group.participants': (items) => ({ items }),
  'group.invite': ({ code }) => ({ code, url: `https://chat.whatsapp.com/${code}` }),
  'group.leave': done,
} satisfies { readonly [N in CommandName]: (result: CommandOutput<N>, input: CommandInput<N>) => unknown };

export type CommandAnswer<N extends CommandName> = ReturnType<(typeof ANSWERS)[N]>;

/** The answer to a command that is done. @throws ApiError when WhatsApp's answer means no */
export function answerOf<N extends CommandName>({
  command,
  result,
  input,
}: Pick<CommandRecord<N>, 'command' | 'result' | 'input'>): CommandAnswer<N> {
  // The table has one answer for each name; that the two belong together is known to it alone.
  const answer = ANSWERS[command] as (result: unknown, input: unknown) => CommandAnswer<N>;
  return answer(result, input);
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  not_ready: 'session_not_ready',
  not_found: 'target_not_found',
  refused: 'refused_by_whatsapp',
  too_large: 'media_too_large',
  gone: 'media_gone',
  unsupported: 'unsupported_by_whatsapp',
  expired: 'command_expired',
  version_mismatch: 'version_mismatch',
};

/** The error to a command that has failed. */
export function failureOf(error: CommandError | undefined): ApiError {
  return new ApiError(CODES[error?.code ?? ''] ?? 'outcome_unknown', error?.detail);
}

/**
 * The error to a command, or to an outcome, that only another version of the gateway can read. What was begun and must not be done
 * twice may have happened.
 */
export function foreignFailure({ once, status, message }: ForeignCommandError): ApiError {
  const mayHaveHappened = once && status !== 'queued';
  return mayHaveHappened
    ? new ApiError('outcome_unknown', `It was carried out by another version of the gateway. ${message}`)
    : new ApiError('version_mismatch');
}

/** The command as the API shows it. */
export function showCommand(record: CommandRecord): CommandView {
  const view = viewCommand(record);
  try {
    if (record.status === 'failed') throw failureOf(record.error);
    return record.status === 'done' ? { ...view, result: answerOf(record) } : view;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { ...view, status: 'failed', result: null, error: { code: error.code, detail: error.message } };
  }
}

function done() {
  return DONE;
}

/** Of something that WhatsApp may say no to without an error. */
function doneOrRefused({ isDone }: { readonly isDone: boolean }) {
  if (!isDone) throw new ApiError('refused_by_whatsapp');
  return DONE;
}

function found<T>(target: T | null): T {
  if (target === null) throw new ApiError('target_not_found');
  return target;
}
