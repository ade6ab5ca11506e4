import { fromField } from '../../ui/send-time.ts';
import { emptyValues, type LineProblem, type RecipientList, readRecipients } from './recipient-list.ts';
import { namesIn } from './template.ts';

/** What somebody has filled in so far. */
export interface Draft {
  readonly session: string | null;
  readonly list: string;
  readonly text: string;
  readonly file: File | null;
  /** As a field for a date and time holds it; undefined: at once. */
  readonly time: string | undefined;
}

/** What it comes to, and what is wrong with it. */
export interface CheckedDraft {
  readonly list: RecipientList;
  /** Lines without which nothing is sent. */
  readonly wrong: readonly LineProblem[];
  /** Lines that are sent as they are, though somebody may not want that. */
  readonly doubtful: readonly LineProblem[];
  /** Names in the text that are none of the list. */
  readonly unknownNames: readonly string[];
  readonly isTooMany: boolean;
  /** How many characters the text may have. */
  readonly mostText: number;
  readonly isTextTooLong: boolean;
  /** Unix milliseconds. */
  readonly sendAt: number | undefined;
  readonly canBeSent: boolean;
}

/** The gateway takes as many in one request, which it accepts as a whole or not at all. */
export const MOST_RECIPIENTS = 1_000;
const LONGEST_CAPTION = 1_024;
const LONGEST_TEXT = 65_536;

/** @param now unix milliseconds */
export function checkDraft({ session, list: text, ...draft }: Draft, now: number): CheckedDraft {
  const list = readRecipients(text);
  const used = namesIn(draft.text);
  const wrong = list.problems.filter(({ kind }) => kind !== 'repeated');
  const doubtful = [...list.problems.filter(({ kind }) => kind === 'repeated'), ...emptyValues(list, used)];
  const unknownNames = used.filter((name) => !list.columns.includes(name));
  const isTooMany = list.recipients.length > MOST_RECIPIENTS;
  const mostText = draft.file === null ? LONGEST_TEXT : LONGEST_CAPTION;
  const isTextTooLong = draft.text.length > mostText;
  const sendAt = draft.time === undefined ? undefined : fromField(draft.time, now);
  const isComplete =
    session !== null &&
    list.recipients.length > 0 &&
    (draft.text.trim() !== '' || draft.file !== null) &&
    (draft.time === undefined || sendAt !== undefined);
  const isRight = wrong.length === 0 && unknownNames.length === 0 && !isTooMany && !isTextTooLong;
  return {
    list,
    wrong,
    doubtful,
    unknownNames,
    isTooMany,
    mostText,
    isTextTooLong,
    sendAt,
    canBeSent: isComplete && isRight,
  };
}
