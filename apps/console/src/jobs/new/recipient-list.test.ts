import { expect, test } from '@jest/globals';
import { decodeList, emptyValues, readRecipients } from './recipient-list.ts';

test('a plain list of numbers, with empty lines between', () => {
  const { recipients, columns, problems } = readRecipients('+55 11 98765-4321\n\n5511912345678\n');
  expect(recipients).toEqual([
    { line: 1, to: '+55 11 98765-4321', variables: {} },
    { line: 3, to: '5511912345678', variables: {} },
  ]);
  expect([columns, problems]).toEqual([[], []]);
});

test('a table as spreadsheets save it, with names of columns in any spelling', () => {
  const table =
    'Nome;Telefone;Preço total\r\nAna;+5511987654321;"R$ 1.250,00"\r\n"Bia\nSouza";5511912345678;\r\n';
  const list = readRecipients(table);
  expect(list.columns).toEqual(['nome', 'preco_total']);
  expect(list.recipients).toEqual([
    { line: 2, to: '+5511987654321', variables: { nome: 'Ana', preco_total: 'R$ 1.250,00' } },
    { line: 3, to: '5511912345678', variables: { nome: 'Bia\nSouza', preco_total: '' } },
  ]);
  expect(emptyValues(list, ['nome', 'preco_total'])).toEqual([
    { line: 3, kind: 'left_empty', text: 'preco_total' },
  ]);
});

test('a table without names of columns, and lines that are shorter than others', () => {
  const list = readRecipients('5511987654321,Ana,12\n5511912345678,Bia');
  expect(list.columns).toEqual(['column2', 'column3']);
  expect(list.recipients[1]?.variables).toEqual({ column2: 'Bia', column3: '' });
});

test('whoever cannot be reached is named with the line, also after a cell of several lines', () => {
  const { problems } = readRecipients(
    'number,name\n"5511987654321","Ana\nMaria"\n12345,Bia\nJoão,5511912345678\n,Caio\n5.51199E+12,Davi\n5511987654321,Eva',
  );
  expect(problems).toEqual([
    { line: 4, kind: 'not_a_number', text: '12345' },
    { line: 5, kind: 'not_a_number', text: 'João' },
    { line: 6, kind: 'no_number', text: '' },
    { line: 7, kind: 'not_a_number', text: '5.51199E+12' },
    { line: 8, kind: 'repeated', text: '5511987654321' },
  ]);
});

test('every form that the gateway takes is let through', () => {
  const forms = [
    '0055 11 98765-4321',
    'tel:+55-11-98765-4321',
    'https://wa.me/5511987654322',
    '5511987654323@c.us',
    '98765432101234@lid',
    '120363041234567890@g.us',
    '(11) 98765-4324',
  ];
  expect(readRecipients(forms.join('\n')).problems).toEqual([]);
});

test('lists in UTF-8 and in the encoding of older spreadsheets', () => {
  const latin = Uint8Array.from([0x4a, 0x6f, 0xe3, 0x6f]).buffer;
  const utf8 = new TextEncoder().encode('João').buffer as ArrayBuffer;
  expect([latin, utf8].map(decodeList)).toEqual(['João', 'João']);
});
