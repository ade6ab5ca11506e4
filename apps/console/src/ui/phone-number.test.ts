import { expect, test } from '@jest/globals';
import { chatIdText, phoneDigits, phoneText } from './phone-number.ts';

test.each([
  ['+55 11 91234-5678', '5511912345678'],
  [' +52 (55) 1234.5678 ', '525512345678'],
  ['+5511912345678', '5511912345678'],
])('%j is a number', (text, digits) => {
  expect(phoneDigits(text)).toBe(digits);
});

// Without its country code it would be a number of another country.
test.each(['11 91234-5678', '+', '+55 ', '+1 234', '+1234567890123456', '+55 11 abcd-5678', ''])(
  '%j is none',
  (text) => {
    expect(phoneDigits(text)).toBeUndefined();
  },
);

test.each([
  ['5511912345678', '+55 11 91234-5678'],
  ['551133334444', '+55 11 3333-4444'],
  ['525512345678', '+525512345678'],
])('%s is written as people do', (digits, text) => {
  expect(phoneText(digits)).toBe(text);
});

test.each([
  ['5511912345678@c.us', '+55 11 91234-5678'],
  ['120363041234567890@g.us', '120363041234567890'],
])('the chat %s is written as %s', (id, text) => {
  expect(chatIdText(id)).toBe(text);
});
