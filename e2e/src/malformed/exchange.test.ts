import { expect, test } from '@jest/globals';
import { parseAnswers } from './exchange.ts';

test('answers are read one after the other, by their length or by chunks', () => {
  const wire = [
    'HTTP/1.1 100 Continue\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab',
    'HTTP/1.1 404 Not Found\r\ntransfer-encoding: chunked\r\n\r\n1\r\nc\r\n2\r\nde\r\n0\r\n\r\n',
    'HTTP/1.1 204 No Content\r\n\r\n',
    'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nrest',
  ].join('');
  const read = parseAnswers(Buffer.from(wire)).map(({ status, body }) => [status, body]);
  expect(read).toEqual([
    [200, 'ab'],
    [404, 'cde'],
    [204, ''],
    [200, 'rest'],
  ]);
});
