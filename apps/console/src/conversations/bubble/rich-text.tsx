import { useMemo } from 'react';
import classes from './bubble.module.css';
import { type Piece, piecesOf } from './format-text.ts';

/** A text as WhatsApp's apps show it, in the direction of its own letters. */
export function RichText({ text }: { readonly text: string }) {
  const pieces = useMemo(() => piecesOf(text), [text]);
  return (
    <div className={classes.text} dir="auto">
      {pieces.map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a piece is nothing but its place
        <Shown key={index} piece={piece} />
      ))}
    </div>
  );
}

function Shown({ piece }: { readonly piece: Piece }) {
  const { text } = piece;
  switch (piece.kind) {
    case 'link':
      return (
        <a href={piece.href} target="_blank" rel="noopener noreferrer">
          {text}
        </a>
      );
    case 'bold':
      return <strong>{text}</strong>;
    case 'italic':
      return <em>{text}</em>;
    case 'struck':
      return <s>{text}</s>;
    case 'code':
      return <code>{text}</code>;
    case 'plain':
      return text;
  }
}
