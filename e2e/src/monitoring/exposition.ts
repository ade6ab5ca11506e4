/** One metric as a process describes it to Prometheus. */
export interface MetricDescription {
  readonly name: string;
  readonly type: string;
  readonly help: string;
}

/** The metrics in the text of a scrape, in order of name. */
export function describedIn(text: string): MetricDescription[] {
  const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]));
  return [...text.matchAll(/^# HELP (\S+) (.*)$/gm)]
    .map(([, name = '', help = '']) => ({ name, help, type: types.get(name) ?? 'untyped' }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The names under which queries find these metrics: a histogram has three. */
export function queriedAs({ name, type }: MetricDescription): string[] {
  return type === 'histogram' ? ['_bucket', '_sum', '_count'].map((ending) => name + ending) : [name];
}
