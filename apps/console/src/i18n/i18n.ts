import i18next, { type ResourceLanguage } from 'i18next';
import { initReactI18next } from 'react-i18next';

/** The languages of the console, each by its own name. */
export const LANGUAGES = { en: 'English', es: 'Español', pt: 'Português' } as const;
export type Language = keyof typeof LANGUAGES;

const LOADERS: Record<Language, () => Promise<{ default: ResourceLanguage }>> = {
  en: () => import('./languages/en.ts'),
  es: () => import('./languages/es.ts'),
  pt: () => import('./languages/pt.ts'),
};
const STORAGE_KEY = 'wagw.language';

/** Loads the texts of one language. @param wanted one that somebody else has chosen, as for a link */
export async function startTexts(wanted?: string): Promise<void> {
  const lng = languageOf([wanted, localStorage.getItem(STORAGE_KEY), ...navigator.languages]);
  const { default: texts } = await LOADERS[lng]();
  await i18next.use(initReactI18next).init({
    lng,
    resources: { [lng]: texts },
    defaultNS: 'app',
    // React escapes.
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = lng;
}

export async function changeLanguage(language: Language): Promise<void> {
  const { default: texts } = await LOADERS[language]();
  for (const [namespace, resources] of Object.entries(texts)) {
    i18next.addResourceBundle(language, namespace, resources);
  }
  await i18next.changeLanguage(language);
  localStorage.setItem(STORAGE_KEY, language);
  document.documentElement.lang = language;
}

/** The first that we have; English else. */
export function languageOf(wanted: readonly (string | null | undefined)[]): Language {
  for (const tag of wanted) {
    const language = tag?.slice(0, 2).toLowerCase();
    if (language !== undefined && language in LANGUAGES) return language as Language;
  }
  return 'en';
}
