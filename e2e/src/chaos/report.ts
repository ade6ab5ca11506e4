import { CRIMES } from './check-history.ts';
import type { Outcome, RunOptions } from './run.ts';

/** How much must have happened for a run to prove anything. */
export interface Enough {
  readonly sends: number;
  readonly strikes: number;
  /** Of the faults, the part that hit sends under way. */
  readonly inFlight: number;
  /** Whether each fault that was possible must have happened. */
  readonly everyFault: boolean;
}

/** Modest: a busy machine does less in the same time. */
export function enoughFor({ seconds, sendsPerSecond, everyMs }: RunOptions, everyFault: boolean): Enough {
  return {
    sends: seconds * sendsPerSecond * 0.4,
    strikes: (seconds * 1_000) / everyMs / 3,
    inFlight: 0.5,
    everyFault,
  };
}

const EXAMPLES = 5;

/** Everything that is wrong with a run, one sentence each; none when it proves what it is to prove. */
export function problemsOf(
  { verdict, accusations, strikes, possible, sent }: Outcome,
  enough: Enough,
): string[] {
  const crimes = CRIMES.flatMap((crime) => {
    const found = verdict.findings.filter((finding) => finding.crime === crime);
    if (found.length === 0) return [];
    const examples = found.slice(0, EXAMPLES).map(({ session, what }) => `${session}: ${what}`);
    return [`${crime} × ${found.length}: ${examples.join('; ')}`];
  });
  const struck = new Set(strikes.map(({ name }) => name));
  const hit = strikes.filter(({ underWay }) => underWay > 0).length;
  const missing = possible.filter((name) => !struck.has(name));
  return [
    ...crimes,
    ...accusations,
    ...(sent < enough.sends ? [`only ${sent} sends, which proves too little`] : []),
    ...(strikes.length < enough.strikes ? [`only ${strikes.length} faults, which proves too little`] : []),
    ...(hit < strikes.length * enough.inFlight
      ? [`only ${hit} of ${strikes.length} faults hit sends under way`]
      : []),
    ...(enough.everyFault && missing.length > 0 ? [`never happened: ${missing.join(', ')}`] : []),
  ];
}

/** The figures of a run, some lines of text. */
export function describe({
  verdict,
  strikes,
  measured,
  sent,
  incoming,
  settledMs,
  lostAnswers,
}: Outcome): string[] {
  const counts = new Map<string, number>();
  for (const { name } of strikes) counts.set(name, (counts.get(name) ?? 0) + 1);
  const hit = strikes.filter(({ underWay }) => underWay > 0).length;
  const crimes = CRIMES.map(
    (crime) => `${crime} ${verdict.findings.filter((finding) => finding.crime === crime).length}`,
  );
  return [
    `${strikes.length} faults, ${hit} of them with sends under way: ${[...counts].map(([name, count]) => `${name} ${count}`).join(', ')}`,
    `${sent} sends, ${incoming} incoming; all had arrived ${(settledMs / 1_000).toFixed(1)} s after the last`,
    ...(lostAnswers === undefined
      ? []
      : [`${lostAnswers} sends were carried out although their senders saw an error`]),
    crimes.join(', '),
    `repeats of one id dropped by WhatsApp ${verdict.repeats}, in flight at a change of hands ${verdict.inFlightAtHandOver}, two connections while cut off or frozen ${verdict.excusedOverlaps} (longest ${(verdict.longestExcusedMs / 1_000).toFixed(1)} s)`,
    ...[...measured].map(([what, ms]) => `${what}: ${describeTimes(ms)}`),
  ];
}

/** Count, median and extremes. */
export function describeTimes(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b).map((ms) => Math.round(ms));
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return `${sorted.length} ×, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${sorted.at(-1)} ms`;
}
