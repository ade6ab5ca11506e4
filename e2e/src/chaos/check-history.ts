import type { History, LoggedEntry, SeenConnection, SeenEffect } from './history.ts';

export const CRIMES = [
  'lost',
  'doubled',
  'out_of_order',
  'stale',
  'two_connections',
  'seq_gap',
  'event_lost',
  'event_doubled',
] as const;
export type Crime = (typeof CRIMES)[number];

export interface Finding {
  readonly crime: Crime;
  readonly session: string;
  readonly what: string;
}

/** What a run has done that it must not, and what is worth knowing beside. */
export interface Verdict {
  readonly findings: readonly Finding[];
  /** Sends that WhatsApp dropped because it had their id. */
  readonly repeats: number;
  /** Sends that were called for by an owner and arrived when there was another. */
  readonly inFlightAtHandOver: number;
  /** Two connections of one login while the older one's process could not end it, and the longest of them. */
  readonly excusedOverlaps: number;
  readonly longestExcusedMs: number;
}

/**
 * How long the end of a connection may be on its way: the kernel closes those of a killed process at once, but whoever
 * notes it has other things to do too.
 */
const CLOSING_MS = 250;

/** Judges a history by what is written in it and nothing else. */
export function checkHistory(history: History): Verdict {
  const overlaps = findOverlaps(history);
  const excused = overlaps.filter(({ isExcused }) => isExcused);
  return {
    findings: [
      ...findLost(history),
      ...findDoubled(history),
      ...findOutOfOrder(history),
      ...history.effects.filter(isStale).map(describeStale),
      ...overlaps.filter(({ isExcused }) => !isExcused).map(({ finding }) => finding),
      ...findSeqGaps(history),
      ...findLostEvents(history),
      ...findDoubledEvents(history),
    ],
    repeats: history.effects.filter(({ outcome }) => outcome === 'repeated').length,
    inFlightAtHandOver: history.effects.filter((effect) => isForeign(effect) && !isStale(effect)).length,
    excusedOverlaps: excused.length,
    longestExcusedMs: Math.max(0, ...excused.map(({ ms }) => ms)),
  };
}

function findLost({ accepted, effects }: History): Finding[] {
  const arrived = new Set(effects.filter(tookEffect).map(nameOf));
  return accepted
    .filter((send) => !arrived.has(nameOf(send)))
    .map(({ session, text }) => ({ crime: 'lost', session, what: text }));
}

/** The same text under two ids, or one id accepted twice. */
function findDoubled({ effects }: History): Finding[] {
  const seen = new Set<string>();
  return effects.filter(tookEffect).flatMap((effect) => {
    const isSecond = seen.has(nameOf(effect));
    seen.add(nameOf(effect));
    return isSecond ? [finding('doubled', effect.session, `${effect.text} as ${effect.id}`)] : [];
  });
}

/** Each effect that comes after one of its chat which was accepted later. */
function findOutOfOrder({ accepted, effects }: History): Finding[] {
  const places = new Map(
    accepted.map((send, index) => [nameOf(send), { index, chat: `${send.session} ${send.chat}` }]),
  );
  const furthest = new Map<string, number>();
  const seen = new Set<string>();
  return effects.filter(tookEffect).flatMap((effect) => {
    const place = places.get(nameOf(effect));
    if (place === undefined || seen.has(nameOf(effect))) return [];
    seen.add(nameOf(effect));
    const { index, chat } = place;
    const before = furthest.get(chat) ?? -1;
    furthest.set(chat, Math.max(before, index));
    return index < before ? [finding('out_of_order', effect.session, effect.text)] : [];
  });
}

/** Made by a process that was not the owner when it arrived. */
function isForeign({ maker, owner }: SeenEffect): boolean {
  return maker !== undefined && owner !== undefined && maker !== owner;
}

/** Called for when another process owned the session already; what was called for before was in flight. */
function isStale(effect: SeenEffect): boolean {
  return isForeign(effect) && (effect.calledAt ?? 0) > (effect.ownedSince ?? Number.POSITIVE_INFINITY);
}

function describeStale({ session, text, maker, owner, calledAt, ownedSince }: SeenEffect): Finding {
  const late = (calledAt ?? 0) - (ownedSince ?? 0);
  return finding('stale', session, `${text} by ${maker}, ${late} ms after it had passed to ${owner}`);
}

interface Overlap {
  readonly finding: Finding;
  readonly ms: number;
  readonly isExcused: boolean;
}

function findOverlaps({ connections, excuses }: History): Overlap[] {
  const sessions = new Set(connections.map(({ session }) => session));
  return [...sessions].flatMap((session) => {
    const ofOne = connections.filter((connection) => connection.session === session);
    const inOrder = ofOne.toSorted((a, b) => a.from - b.from);
    return inOrder.flatMap((older, index) =>
      inOrder
        .slice(index + 1)
        .filter((newer) => newer.maker !== older.maker && older.to - newer.from > CLOSING_MS)
        .map((newer) => overlapOf(older, newer)),
    );
  });

  function overlapOf(older: SeenConnection, newer: SeenConnection): Overlap {
    const to = Math.min(older.to, newer.to);
    const ms = to - newer.from;
    // The older one cannot end its connection; or what the newer one began before it was cut off arrives only now.
    const excuse = excuses.find(
      ({ maker, from, to: until }) =>
        (maker === older.maker || maker === newer.maker) && from <= newer.from && until >= to,
    );
    const what = `${older.maker} and ${newer.maker} for ${ms} ms`;
    return { finding: finding('two_connections', newer.session, what), ms, isExcused: excuse !== undefined };
  }
}

/** A log begins with 1 and counts up by 1. */
function findSeqGaps({ log }: History): Finding[] {
  const last = new Map<string, number>();
  return log.flatMap(({ session, seq }) => {
    const before = last.get(session) ?? 0;
    last.set(session, seq);
    return seq === before + 1 ? [] : [finding('seq_gap', session, `${seq} follows ${before}`)];
  });
}

/**
 * Every message in either direction is told, and that WhatsApp has acknowledged it if it is ours: with any ack, for one that was
 * overtaken while nobody listened appears only as the last.
 */
function findLostEvents({ incoming, effects, log }: History): Finding[] {
  const told = new Set(log.map(toldOf));
  const acked = log.flatMap(({ session, event, subject }) => {
    const [id, ack] = subject?.split(' ') ?? [];
    return event === 'message_ack' && Number(ack) > 0 ? [toldOf({ session, event, subject: `${id}` })] : [];
  });
  for (const ack of acked) told.add(ack);
  const due = [
    ...incoming.flatMap(({ session, id }) => [
      { session, event: 'message', subject: id },
      { session, event: 'message_create', subject: id },
    ]),
    ...effects.filter(tookEffect).flatMap(({ session, id }) => [
      { session, event: 'message_create', subject: id },
      { session, event: 'message_ack', subject: id },
    ]),
  ];
  return due
    .filter((entry) => !told.has(toldOf(entry)))
    .map(({ session, event, subject }) => finding('event_lost', session, `${event} of ${subject}`));
}

function findDoubledEvents({ log }: History): Finding[] {
  const told = new Set<string>();
  return log.flatMap((entry) => {
    if (entry.subject === undefined) return [];
    const isSecond = told.has(toldOf(entry));
    told.add(toldOf(entry));
    return isSecond ? [finding('event_doubled', entry.session, `${entry.event} of ${entry.subject}`)] : [];
  });
}

const finding = (crime: Finding['crime'], session: string, what: string): Finding => ({
  crime,
  session,
  what,
});
const tookEffect = ({ outcome }: SeenEffect) => outcome === 'accepted';
const nameOf = ({ session, text }: { session: string; text: string }) => `${session} ${text}`;
const toldOf = ({ session, event, subject }: Pick<LoggedEntry, 'session' | 'event' | 'subject'>) =>
  `${session} ${event} ${subject}`;
