import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createSseParser, type SseBlock } from './sse-parser.ts';

function parse(chunks: readonly string[]) {
  const blocks: SseBlock[] = [];
  const retries: number[] = [];
  const feed = createSseParser(
    (block) => blocks.push(block),
    (ms) => retries.push(ms),
  );
  for (const chunk of chunks) feed(chunk);
  return { blocks, retries };
}

const event = (data: string, more: Partial<SseBlock> = {}): SseBlock => ({
  id: undefined,
  event: 'message',
  data,
  ...more,
});

describe('a stream', () => {
  test('is read as the gateway writes it', () => {
    const { blocks, retries } = parse([
      'retry: 2000\nid: 41\n\nid: 42\nevent: call\ndata: {"a":1}\n\n: heartbeat\nid: 43\n\nevent: dropped\ndata: {}\n\n',
    ]);
    expect(retries).toEqual([2_000]);
    expect(blocks).toEqual([
      { id: '41', event: 'message', data: undefined },
      { id: '42', event: 'call', data: '{"a":1}' },
      { id: '43', event: 'message', data: undefined },
      { id: undefined, event: 'dropped', data: '{}' },
    ]);
  });

  // Of the HTML standard, 9.2.6.
  test.each([
    ['data: YHOO\ndata: +2\ndata: 10\n\n', [event('YHOO\n+2\n10')]],
    [
      ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n',
      [event('first event', { id: '1' }), event('second event', { id: '' })],
    ],
    ['data\n\ndata\ndata\n\ndata:', [event(''), event('\n')]],
    ['data:test\n\ndata: test\n\n', [event('test'), event('test')]],
    [
      '\uFEFFevent: add\rdata: 73857293\r\revent: remove\r\ndata: 2153\r\n\r\n',
      [event('73857293', { event: 'add' }), event('2153', { event: 'remove' })],
    ],
  ])('is read as the standard says: %j', (text, blocks) => {
    expect(parse([text]).blocks).toEqual(blocks);
  });

  test('is the same in whatever pieces it comes', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'data: {"a":1}',
        'data:x',
        'data',
        'id: 7',
        'id:',
        'event: call',
        ': note',
        'retry: 5',
        '',
      ),
      fc.stringMatching(/^[a-d :é😀]{0,8}$/u),
    );
    const text = fc
      .array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 30 })
      .map((lines) => `${lines.map((parts) => parts.join('')).join('')}\n\n`);
    fc.assert(
      fc.property(text, fc.array(fc.nat(40), { maxLength: 20 }), (whole, sizes) => {
        const pieces: string[] = [];
        let rest = whole;
        for (const size of sizes) {
          pieces.push(rest.slice(0, size));
          rest = rest.slice(size);
        }
        expect(parse([...pieces, rest])).toEqual(parse([whole]));
      }),
    );
  });
});
