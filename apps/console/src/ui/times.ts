import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';

type Moment = string | number | Date;

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** Dates, times and numbers as the language of the page writes them. */
export function useFormats() {
  const { i18n } = useTranslation();
  const language = i18n.language;
  return {
    dateTime: (at: Moment) =>
      new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at)),
    time: (at: Moment) => new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(new Date(at)),
    date: (at: Moment) => new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(at)),
    number: (value: number) => new Intl.NumberFormat(language).format(value),
    /** "5 minutes ago", "in 2 hours". @param now unix milliseconds */
    ago: (at: Moment, now: number) => {
      const seconds = Math.round((new Date(at).getTime() - now) / 1_000);
      const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
      const [unit, size] = UNITS.find(([, least]) => Math.abs(seconds) >= least) ?? (['second', 1] as const);
      return format.format(Math.trunc(seconds / size), unit);
    },
    bytes: (value: number) => {
      const step = value >= 2 ** 30 ? 3 : value >= 2 ** 20 ? 2 : value >= 1_024 ? 1 : 0;
      const unit = (['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const)[step] ?? 'byte';
      return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(
        value / 1_024 ** step,
      );
    },
  };
}

let now = Date.now();
const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** Unix milliseconds, once a second, for what counts up or down. All that show it change together. */
export function useNow(): number {
  return useSyncExternalStore(watchClock, () => now);
}

function watchClock(onTick: () => void): () => void {
  // It may have stood still since the last one left.
  if (watchers.size === 0) now = Date.now();
  watchers.add(onTick);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const watcher of watchers) watcher();
  }, 1_000);
  return () => {
    watchers.delete(onTick);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
