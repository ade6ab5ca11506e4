import { expect, test } from '@jest/globals';
import { piecesOf } from './format-text.ts';

const read = (text: string) => piecesOf(text).map(({ kind, text: words }) => `${kind}:${words}`);

test('WhatsApp’s marks are read at the edges of words', () => {
  expect(read('Oi *Ana*, _tudo_ ~mal~ `bem`?')).toEqual([
    'plain:Oi ',
    'bold:Ana',
    'plain:, ',
    'italic:tudo',
    'plain: ',
    'struck:mal',
    'plain: ',
    'code:bem',
    'plain:?',
  ]);
  expect(read('2*3*4 e nome_do_arquivo')).toEqual(['plain:2*3*4 e nome_do_arquivo']);
  expect(read('* não *')).toEqual(['plain:* não *']);
});

test('addresses of the web are links, without the end of their sentence; nothing else is', () => {
  expect(piecesOf('Veja (https://loja.example/a_b_c?x=1).')).toEqual([
    { kind: 'plain', text: 'Veja (' },
    { kind: 'link', text: 'https://loja.example/a_b_c?x=1', href: 'https://loja.example/a_b_c?x=1' },
    { kind: 'plain', text: ').' },
  ]);
  const hostile = 'javascript:alert(1) <img src=x onerror=alert(1)> data:text/html,x http://';
  expect(piecesOf(hostile)).toEqual([{ kind: 'plain', text: hostile }]);
});

test('a text comes out as it went in, marks aside, and a long one at once', () => {
  const long = '*a _b ~c `d '.repeat(5_000);
  expect(
    piecesOf(long)
      .map(({ text }) => text)
      .join(''),
  ).toBe(long);
});
