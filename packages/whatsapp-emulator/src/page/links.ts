interface Link {
  href: string;
  suspiciousCharacters: Set<string>;
}

const LINK = /\bhttps?:\/\/[^\s<>"']+|\bwww\.[^\s<>"']+\.[^\s<>"']+/gi;

export function findLinks(text: unknown): Link[] {
  const found = typeof text === 'string' ? (text.match(LINK) ?? []) : [];
  return found.map((link) => ({
    href: link.startsWith('www.') ? `http://${link}` : link,
    suspiciousCharacters: new Set(link.match(/[^\p{ASCII}]/gu) ?? []),
  }));
}

export const findLink = (text: unknown): Link | undefined => findLinks(text)[0];
