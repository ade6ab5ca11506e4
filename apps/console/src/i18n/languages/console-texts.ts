import type { ResourceLanguage } from 'i18next';
import type { PageTexts } from '../i18n.ts';

/** The texts of the console: those of its frame, and those of a part for each folder `texts` in it. */
export const CONSOLE_TEXTS: PageTexts = {
  frame: {
    en: () => import('./en.ts'),
    es: () => import('./es.ts'),
    pt: () => import('./pt.ts'),
  },
  parts: import.meta.glob<{ default: ResourceLanguage }>([
    '../../**/texts/*.ts',
    '!../../{app,sign-in,connect}/**',
  ]),
};
