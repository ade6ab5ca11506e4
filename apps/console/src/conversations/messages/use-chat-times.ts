import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

const DAY_MS = 86_400_000;

/** When something was said, as chats write it. All take unix milliseconds. */
export function useChatTimes() {
  const { t, i18n } = useTranslation('conversations');
  const { language } = i18n;
  return useMemo(() => {
    const formats = formatsOf(language);
    return {
      time: (at: number) => formats.time.format(at),
      both: (at: number) => formats.both.format(at),
      /** In a list: the time of today's, else the day. */
      short: (at: number) => {
        const days = daysAgo(at);
        return days <= 0 ? formats.time.format(at) : days === 1 ? t('yesterday') : formats.date.format(at);
      },
      /** Over the messages of a day. */
      day: (at: number) => {
        const days = daysAgo(at);
        if (days <= 0) return t('today');
        if (days === 1) return t('yesterday');
        return (days < 180 ? formats.weekday : formats.long).format(at);
      },
    };
  }, [language, t]);
}

const formatsByLanguage = new Map<string, ReturnType<typeof makeFormats>>();

/** Made once: each costs more than all that it formats on a screen. */
function formatsOf(language: string) {
  const formats = formatsByLanguage.get(language) ?? makeFormats(language);
  formatsByLanguage.set(language, formats);
  return formats;
}

const makeFormats = (language: string) => ({
  time: new Intl.DateTimeFormat(language, { timeStyle: 'short' }),
  date: new Intl.DateTimeFormat(language, { dateStyle: 'short' }),
  weekday: new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' }),
  long: new Intl.DateTimeFormat(language, { dateStyle: 'long' }),
  both: new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }),
});

const daysAgo = (at: number) => Math.round((startOfDay(Date.now()) - startOfDay(at)) / DAY_MS);

/** Midnight where the page is read. @param at unix milliseconds */
export const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
