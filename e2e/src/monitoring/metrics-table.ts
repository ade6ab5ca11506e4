import { describedIn } from './exposition.ts';

const BEGIN = '<!-- metrics: made by `pnpm docs:metrics` from what the processes expose -->';
const END = '<!-- metrics end -->';
/** Of the runtime: prom-client's own, with the prefix. */
const RUNTIME = /^wagw_(process|nodejs)_/;

/** The page with its table of metrics as the processes describe them. */
export function withMetricsTable(page: string, scrapes: { api: string; worker: string }): string {
  const [before, after] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (before < 0 || after < 0) throw new Error('the page has no place for the table of metrics');
  return `${page.slice(0, before)}${BEGIN}\n\n${metricsTable(scrapes)}\n\n${page.slice(after)}`;
}

function metricsTable(scrapes: { api: string; worker: string }): string {
  const by = new Map<string, string[]>();
  const rows = new Map<string, string>();
  for (const [process, text] of Object.entries(scrapes)) {
    for (const { name, type, help } of describedIn(text)) {
      if (RUNTIME.test(name)) continue;
      by.set(name, [...(by.get(name) ?? []), process]);
      rows.set(name, `${type} | ${help}`);
    }
  }
  const lines = [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    '| metric | of | type | what it tells |',
    '| --- | --- | --- | --- |',
    ...lines.map(([name, row]) => `| \`${name}\` | ${by.get(name)?.join(', ')} | ${row} |`),
  ].join('\n');
}
