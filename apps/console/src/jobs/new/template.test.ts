import { expect, test } from '@jest/globals';
import { fillIn, nameOf, namesIn, withPlainNames } from './template.ts';

test('names are found however they are written', () => {
  const text = 'Olá {{ Nome }}, são {{Preço total}}. {{nome}}!';
  expect(namesIn(text)).toEqual(['nome', 'preco_total']);
  expect(withPlainNames(text)).toBe('Olá {{nome}}, são {{preco_total}}. {{nome}}!');
  expect(nameOf(' _Nº do pedido_ ')).toBe('n_do_pedido');
});

test('what is filled in is not filled in again, and what has no value stays', () => {
  expect(fillIn('{{a}} {{B}} {{c}}', { a: '{{b}}', b: '$&' })).toBe('{{b}} $& {{c}}');
});
