/** Texts with `{{name}}` in them, which stands for something else for each recipient. */

const PLACE = /\{\{([^{}]*)\}\}/g;
const LONGEST = 64;

/** The gateway takes letters without accents, digits and underscores: "Preço total" is `preco_total`. */
export function nameOf(words: string): string {
  return words
    .trim()
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/\W+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, LONGEST);
}

/** The names that a text uses, each once, as `nameOf` makes them. */
export function namesIn(text: string): string[] {
  return [...new Set([...text.matchAll(PLACE)].map(([, words]) => nameOf(words ?? '')))];
}

/** The text with its names as the gateway takes them, however they are written. */
export function withPlainNames(text: string): string {
  return text.replace(PLACE, (_, words: string) => `{{${nameOf(words)}}}`);
}

/** As somebody will read it. Names without a value stay as they are. */
export function fillIn(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(PLACE, (place, words: string) => variables[nameOf(words)] ?? place);
}
