import type { TextLoaders } from '../i18n.ts';

/** The texts of the console. The page of a connect link has few of its own. */
export const CONSOLE_TEXTS: TextLoaders = {
  en: () => import('./en.ts'),
  es: () => import('./es.ts'),
  pt: () => import('./pt.ts'),
};
