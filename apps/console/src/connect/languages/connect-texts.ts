import type { PageTexts } from '../../i18n/i18n.ts';

/** The texts of the page behind a connect link. */
export const CONNECT_TEXTS: PageTexts = {
  frame: {
    en: () => import('./en.ts'),
    es: () => import('./es.ts'),
    pt: () => import('./pt.ts'),
  },
};
