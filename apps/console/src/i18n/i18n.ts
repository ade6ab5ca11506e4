import i18next, { type ResourceLanguage } from 'i18next';
import resourcesToBackend from 'i18next-resources-to-backend';
import { initReactI18next } from 'react-i18next';
import { loadPart } from '../ui/lazy-part.ts';

/** The languages of the console, each by its own name. */
export const LANGUAGES = { en: 'English', es: 'Español', pt: 'Português' } as const;
export type Language = keyof typeof LANGUAGES;

type Load = () => Promise<{ default: ResourceLanguage }>;

/** Where a page has its texts. */
export interface PageTexts {
  /** What is always needed: all namespaces of a language in one file. */
  readonly frame: Readonly<Record<Language, Load>>;
  /** What is loaded when it is first shown, by the paths of its files: `…/<part>/texts/<language>.ts`. */
  readonly parts?: Readonly<Record<string, Load>>;
}

const STORAGE_KEY = 'wagw.language';

/** Loads the texts of one language. @param wanted one that somebody else has chosen, as for a link */
export async function startTexts({ frame, parts = {} }: PageTexts, wanted?: string): Promise<void> {
  const lng = languageOf([wanted, storedLanguage(), ...navigator.languages]);
  const read = async (language: Language, namespace: string): Promise<ResourceLanguage[string]> => {
    const texts = (await loadPart(frame[language])).default;
    return texts[namespace] ?? (await partOf(parts, language, namespace));
  };
  await i18next
    .use(initReactI18next)
    .use(resourcesToBackend(read))
    .init({
      lng,
      ns: Object.keys((await loadPart(frame[lng])).default),
      defaultNS: 'app',
      supportedLngs: Object.keys(LANGUAGES),
      // The compiler sees to it that every language has every text.
      fallbackLng: false,
      // React escapes.
      interpolation: { escapeValue: false },
      // Its advertisement in the browser's console.
      showSupportNotice: false,
    });
  document.documentElement.lang = lng;
}

async function partOf(parts: NonNullable<PageTexts['parts']>, language: Language, namespace: string) {
  const folder = namespace.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const load = Object.entries(parts).find(([path]) => path.endsWith(`/${folder}/texts/${language}.ts`))?.[1];
  if (load === undefined) throw new Error(`There are no texts of ${namespace} in ${language}.`);
  return (await loadPart(load)).default;
}

/** Whatever is on the page is shown again in that language. */
export async function changeLanguage(language: Language): Promise<void> {
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
