import Papa from 'papaparse';
import { nameOf } from './template.ts';

/** Somebody who is to get the message. */
export interface Recipient {
  /** Where the list names them, counted from 1. */
  readonly line: number;
  /** As it is written there. */
  readonly to: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Why a line of the list is not as it should be. `repeated` and `left_empty` are sent all the same. */
export interface LineProblem {
  readonly line: number;
  readonly kind: 'no_number' | 'not_a_number' | 'repeated' | 'left_empty';
  /** What the line says in place of a number, or which column is empty. */
  readonly text: string;
}

export interface RecipientList {
  readonly recipients: readonly Recipient[];
  /** Names that a text can use, in the order of the columns. */
  readonly columns: readonly string[];
  readonly problems: readonly LineProblem[];
}

/** How the column with the numbers may be called; else it is the first one. */
const NUMBER_COLUMNS = new Set(
  'number phone mobile whatsapp to numero telefone celular fone telefono movil para'.split(' '),
);

/**
 * Reads a list of numbers, one a line, or a table as a spreadsheet saves or copies it: with commas, semicolons or tabs, and with the names
 * of its columns in the first line if that has no number.
 */
export function readRecipients(text: string): RecipientList {
  const rows = rowsOf(text);
  const [first] = rows;
  if (first === undefined) return { recipients: [], columns: [], problems: [] };
  const hasNames = !first.cells.some(
    (cell) => /\d{5}/.test(cell.replace(/[\s().-]/g, '')) || cell.includes('@'),
  );
  const names = namesOf(hasNames ? first.cells : [], Math.max(...rows.map(({ cells }) => cells.length)));
  const at = Math.max(
    0,
    names.findIndex((name) => hasNames && NUMBER_COLUMNS.has(name)),
  );
  const recipients = rows.slice(hasNames ? 1 : 0).map(({ line, cells }) => ({
    line,
    to: cells[at] ?? '',
    variables: Object.fromEntries(
      names.flatMap((name, index) => (index === at ? [] : [[name, cells[index] ?? '']])),
    ),
  }));
  return { recipients, columns: names.filter((_, index) => index !== at), problems: problemsOf(recipients) };
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Without empty lines, but with the numbers that they have in the text. */
function rowsOf(text: string): Row[] {
  const rows: Row[] = [];
  let line = 1;
  let from = 0;
  Papa.parse<string[]>(text, {
    delimitersToGuess: [',', ';', '\t'],
    step: ({ data, meta }) => {
      const cells = data.map((cell) => cell.trim());
      if (cells.some((cell) => cell !== '')) rows.push({ line, cells });
      line += text.slice(from, meta.cursor).split('\n').length - 1;
      from = meta.cursor;
    },
  });
  return rows;
}

/** One name for each column; `column2` where there is none, or where it is taken. */
function namesOf(header: readonly string[], count: number): string[] {
  const names: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const name = nameOf(header[index] ?? '');
    names.push(name === '' || names.includes(name) ? `column${index + 1}` : name);
  }
  return names;
}

function problemsOf(recipients: readonly Recipient[]): LineProblem[] {
  const seen = new Set<string>();
  return recipients.flatMap(({ line, to }): LineProblem[] => {
    if (to === '') return [{ line, kind: 'no_number', text: '' }];
    if (!couldBeReached(to)) return [{ line, kind: 'not_a_number', text: to }];
    const digits = to.replace(/\D/g, '');
    if (seen.has(digits)) return [{ line, kind: 'repeated', text: to }];
    seen.add(digits);
    return [];
  });
}

/** Whether it looks like a number or an id of WhatsApp; the gateway looks closer. */
function couldBeReached(to: string): boolean {
  if (/^[\w.-]+@(c\.us|s\.whatsapp\.net|lid|g\.us)$/.test(to)) return true;
  const digits = to.replace(/\D/g, '').length;
  const isWritten = /^(tel:|whatsapp:|https?:)/i.test(to) || !/\p{L}/u.test(to);
  return isWritten && digits >= 8 && digits <= 15;
}

/** The columns that a text uses and a line leaves empty. */
export function emptyValues({ recipients }: RecipientList, used: readonly string[]): LineProblem[] {
  return recipients.flatMap(({ line, variables }) =>
    used
      .filter((name) => variables[name] === '')
      .map((text) => ({ line, kind: 'left_empty' as const, text })),
  );
}

/** A list that a spreadsheet saved: older ones do not write UTF-8. */
export function decodeList(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
