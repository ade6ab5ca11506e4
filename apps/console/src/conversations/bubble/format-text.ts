/** A piece of a message's text, with the marks that WhatsApp's apps show. */
export type Piece =
  | { readonly kind: 'plain' | 'bold' | 'italic' | 'struck' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

const MARKS = { '*': 'bold', _: 'italic', '~': 'struck', '`': 'code' } as const;

/** An address, or a text between two marks that stand at the edges of words. */
const SPECIAL =
  /(?<link>\bhttps?:\/\/[^\s<>"]+)|(?<![\p{L}\p{N}])(?<mark>[*_~`])(?=\S)(?<inner>[^\n]{0,1000}?\S)\k<mark>(?![\p{L}\p{N}])/gu;
/** What ends a sentence rather than an address. */
const TRAILING = /[.,;:!?'"\])}]+$/;

/** Links of the web, and WhatsApp's *bold*, _italic_, ~struck~ and `code`; nothing else is read into a text. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  const plain = (from: number, to: number) => {
    if (to > from) pieces.push({ kind: 'plain', text: text.slice(from, to) });
  };
  let done = 0;
  for (const match of text.matchAll(SPECIAL)) {
    const { link, mark, inner } = match.groups ?? {};
    plain(done, match.index);
    done = match.index + match[0].length;
    if (link === undefined) {
      pieces.push({ kind: MARKS[mark as keyof typeof MARKS], text: inner ?? '' });
      continue;
    }
    const address = link.replace(TRAILING, '');
    done -= link.length - address.length;
    pieces.push(
      URL.canParse(address)
        ? { kind: 'link', text: address, href: address }
        : { kind: 'plain', text: address },
    );
  }
  plain(done, text.length);
  return pieces;
}
