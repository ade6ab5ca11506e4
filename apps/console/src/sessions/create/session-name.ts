const LONGEST = 64;

/** What somebody types as a name the gateway takes: "Padaria São João" becomes Padaria-Sao-Joao. */
export function toName(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/\s+/g, '-')
    .replace(/[^\w-]/g, '')
    .slice(0, LONGEST);
}
