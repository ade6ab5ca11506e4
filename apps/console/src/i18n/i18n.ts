import i18next, { type ResourceLanguage } from 'i18next';
import { initReactI18next } from 'react-i18next';

/** The languages of the console, each by its own name. */
export const LANGUAGES = { en: 'English', es: 'Español', pt: 'Português' } as const;
export type Language = keyof typeof LANGUAGES;

/** What loads the texts of a page, by language. */
export type TextLoaders = Record<Language, () => Promise<{ default: ResourceLanguage }>>;

const STORAGE_KEY = 'wagw.language';
let loaders: TextLoaders;

/** Loads the texts of one language. @param wanted one that somebody else has chosen, as for a link */
export async function startTexts(texts: TextLoaders, wanted?: string): Promise<void> {
  loaders = texts;
  const lng = languageOf([wanted, storedLanguage(), ...navigator.languages]);
  await i18next.use(initReactI18next).init({
    lng,
    resources: { [lng]: (await texts[lng]()).default },
    defaultNS: 'app',
    // React escapes.
    interpolation: { escapeValue: false },
    // Its advertisement in the browser's console.
    showSupportNotice: false,
  });
  document.documentElement.lang = lng;
}

export async function changeLanguage(language: Language): Promise<void> {
  const { default: texts } = await loaders[language]();
  for (const [namespace, resources] of Object.entries(texts)) {
    i18next.addResourceBundle(language, namespace, resources);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // It is not remembered then.
  }
}

/** Browsers may keep a page that another one embeds from its storage. */
function storedLanguage(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

/** The first that we have; English else. */
export function languageOf(wanted: readonly (string | null | undefined)[]): Language {
  for (const tag of wanted) {
    const language = tag?.slice(0, 2).toLowerCase();
    if (language !== undefined && language in LANGUAGES) return language as Language;
  }
  return 'en';
}
