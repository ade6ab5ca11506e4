import { z } from 'zod';
import { apiOptions, commonOptions, workerOptions } from '../config/options.ts';
import { ERRORS } from '../errors/error-table.ts';
import { type Envelope, EVENTS, type EventName } from '../events/catalogue.ts';
import { STATE_CODES } from '../sessions/session-state.ts';
import type { RecordedEvent } from '../webhooks/formats/format.ts';
import { FORMATS } from '../webhooks/formats/formats.ts';

/** The pages of `docs/` that are made from the code, by their file name; a test keeps the files equal to them. */
export function referencePages(): Record<string, string> {
  return {
    'configuration.md': configurationPage(),
    'errors.md': errorsPage(),
    'events.md': eventsPage(),
    'session-states.md': sessionStatesPage(),
    'webhook-formats.md': webhookFormatsPage(),
  };
}

const MADE = '<!-- Made by `pnpm docs` from the code; edit there. -->';

type Options = Readonly<Record<string, z.ZodType>>;

function configurationPage(): string {
  const own = (options: Options) =>
    Object.fromEntries(Object.entries(options).filter(([name]) => !(name in commonOptions)));
  return `${MADE}

# Configuration

Everything is set by environment variables. An empty variable counts as not set. A value that cannot be used ends the process
at its start with exit code 78 and a line for each variable that says what to change. Durations are written \`500ms\`, \`5s\`,
\`10m\`, \`2h\` or \`7d\`; a bare number is milliseconds.

## Both processes

${optionTable(commonOptions)}

## The api

${optionTable(own(apiOptions))}

## The worker

${optionTable(own(workerOptions))}
`;
}

function optionTable(options: Options): string {
  const rows = Object.entries(options).map(([name, schema]) => [
    `\`${name}\``,
    defaultOf(name, schema),
    schema.description ?? '',
  ]);
  return table(['variable', 'default', 'what it does'], rows);
}

/** Defaults that depend on the machine are described in words, by the description itself. */
const OF_THE_MACHINE = new Set(['WORKER_ID', 'WORKER_HOST', 'MEDIA_STORE']);

function defaultOf(name: string, schema: z.ZodType): string {
  if (OF_THE_MACHINE.has(name)) return '';
  const parsed = schema.safeParse(undefined);
  if (!parsed.success) return '**required**';
  const { data } = parsed;
  if (data === undefined || (Array.isArray(data) && data.length === 0)) return '';
  if (name === 'WEBHOOK_RETRY_SCHEDULE') return `\`${(data as number[]).map(durationText).join(',')}\``;
  if (DURATIONS.has(name)) return `\`${durationText(Number(data))}\``;
  return `\`${Array.isArray(data) ? data.join(',') : data}\``;
}

const DURATIONS = new Set([
  'SHUTDOWN_TIMEOUT',
  'QR_TIMEOUT',
  'MAX_EVENT_LOOP_DELAY',
  'LEASE_DURATION',
  'SEND_TIMEOUT',
  'WEBHOOK_TIMEOUT',
  'NUMBER_KNOWN_TTL',
  'NUMBER_UNKNOWN_TTL',
  'MEDIA_FETCH_TIMEOUT',
  'WEBHOOK_LOG_AGE',
  'WEBHOOK_DEAD_LETTER_AGE',
  'BACKUP_INTERVAL',
]);

function durationText(ms: number): string {
  const units = [
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000],
  ] as const;
  const unit = units.find(([, size]) => ms >= size && ms % size === 0);
  return unit === undefined ? `${ms}ms` : `${ms / unit[1]}${unit[0]}`;
}

function errorsPage(): string {
  const rows = Object.entries(ERRORS).map(([code, { status, retryable, title, remedy }]) => [
    `\`${code}\``,
    String(status),
    retryable ? 'yes' : 'no',
    title,
    remedy,
  ]);
  return `${MADE}

# Errors

Every error is a problem detail (RFC 9457, \`application/problem+json\`) with a stable \`code\`, a \`detail\` that says what to do,
whether the same request can succeed later (\`retryable\`), the request's id in the log (\`instance\`), and for validation errors the
fields in \`errors\`: \`{ "path": "/to", "message": "…" }\`.

${table(['code', 'status', 'retryable', 'what it means', 'what to do'], rows)}
`;
}

function eventsPage(): string {
  const sections = Object.entries(EVENTS).map(([name, { summary, data, example }]) => {
    const rows = Object.entries(data.shape as Record<string, z.ZodType>).map(([field, schema]) => [
      `\`${field}\``,
      typeText(schema),
      schema.description ?? '',
    ]);
    return `## \`${name}\`

${summary}

${table(['field', 'type', 'meaning'], rows)}

\`\`\`json
${JSON.stringify(example, null, 2)}
\`\`\`
`;
  });
  return `${MADE}

# Events

Each event stands in the [log](event-log.md) of its session and is posted to every [webhook](webhooks.md) that wants it. In the native
format, here and there, it is

\`\`\`json
{ "seq": 7, "id": "evt_…", "event": "message", "sessionId": "loja", "tenantId": "acme", "timestamp": 1702323456, "data": { } }
\`\`\`

- \`id\` is the same over every repetition: what you have seen under an id you may drop.
- \`seq\` counts the events of a session from 1 without a gap. In an example that was asked for as a test it is 0.
- \`timestamp\`, here and inside of \`data\`, is in unix seconds.

[Other formats](webhook-formats.md) write the same events in other words.

${sections.join('\n')}`;
}

function typeText(schema: z.ZodType): string {
  const json = z.toJSONSchema(schema) as {
    type?: string | string[];
    enum?: unknown[];
    anyOf?: { type?: string }[];
  };
  const optional = schema.safeParse(undefined).success ? ', optional' : '';
  if (json.enum !== undefined) return json.enum.map((value) => `\`${value}\``).join(' ') + optional;
  const types = json.anyOf?.map(({ type }) => type) ?? [json.type ?? 'any'].flat();
  return types.join(' or ') + optional;
}

function sessionStatesPage(): string {
  const rows = Object.entries(STATE_CODES).map(([code, { state, sentence }]) => [
    `\`${state}\``,
    `\`${code}\``,
    sentence,
  ]);
  return `${MADE}

# Session states

\`state\` is what a session does, \`code\` why; both are stable. What was asked for (\`desired\`: \`running\` or \`stopped\`) is kept apart
and outlives every restart.

${table(['state', 'code', 'what happens or what to do next'], rows)}
`;
}

function webhookFormatsPage(): string {
  const formats = Object.values(FORMATS);
  const rows = (Object.keys(EVENTS) as EventName[]).map((event) => [
    `\`${event}\``,
    ...formats.map(({ render }) => nameIn(render(exampleOf(event)))),
  ]);
  const sections = formats.map(
    ({ name, description, render }) => `## \`${name}\`

${description}

\`\`\`json
${JSON.stringify(JSON.parse(render(exampleOf('message')) ?? ''), null, 2)}
\`\`\``,
  );
  return `${MADE}

# Webhook formats

An endpoint chooses by \`format\` how its events are written. The headers of every delivery are the same in all formats, and an event
that a format does not carry is not posted. This is what each one calls the examples of the [events page](events.md):

${table(['event', ...formats.map(({ name }) => `\`${name}\``)], rows)}

Below, each format shows a received image with a caption.

${sections.join('\n\n')}
`;
}

/** The example of the events page, as it stands in the log. */
function exampleOf(event: EventName): RecordedEvent {
  const envelope: Envelope = {
    seq: 7,
    id: 'evt_Zk3qVb0mX1yT9uLr2pWc8NdE',
    event,
    sessionId: 'loja',
    tenantId: 'acme',
    timestamp: 1_702_323_457,
    data: EVENTS[event].example,
  };
  return { envelope, json: JSON.stringify(envelope) };
}

/** What the receiver is told that happened. */
function nameIn(posted: string | undefined): string {
  return posted === undefined ? '' : `\`${JSON.parse(posted).event}\``;
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
