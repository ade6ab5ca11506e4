import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { type ContentInput, contentFields } from './content.ts';
import { checkContent, toContent } from './to-content.ts';

const parse = (body: object): ContentInput => z.strictObject(contentFields).parse(body);
const MEDIA = { url: 'https://example.com/a.jpg' };
const SOURCE = { from: 'url', url: MEDIA.url } as const;
const POLL = { question: 'When?', options: ['now', 'later'] };
const CARD = { name: 'Ana', phone: '+5511987654321' };

describe('a body of each kind', () => {
  test.each([
    ['text', { text: 'Olá' }, { text: 'Olá', linkPreview: true }],
    ['text', { text: 'Olá', linkPreview: false }, { text: 'Olá', linkPreview: false }],
    ['image', { media: MEDIA, caption: 'a' }, { media: SOURCE, caption: 'a' }],
    ['voice', { media: MEDIA }, { media: SOURCE }],
    ['location', { location: { latitude: 1, longitude: 2 } }, { location: { latitude: 1, longitude: 2 } }],
    ['contact', { contact: CARD }, { contacts: [CARD] }],
    ['contact', { contact: [CARD, CARD] }, { contacts: [CARD, CARD] }],
    ['poll', { poll: POLL }, { poll: { ...POLL, allowMultiple: false } }],
  ])('%s', (type, fields, content) => {
    const body = parse({ type, ...fields });
    expect(checkContent(body)).toEqual([]);
    expect(toContent(body, { media: SOURCE })).toEqual({ type, ...content });
  });
});

test('a text is what a body without a type is', () => {
  expect(toContent(parse({ text: 'a' })).type).toBe('text');
});

test('what is answered and who is mentioned goes along', () => {
  const body = parse({ text: 'Oi @551', replyTo: 'msg_1', mentions: ['5511987654321'] });
  const parts = { quotedRef: 'true_1@c.us_A', mentions: ['5511987654321@c.us'] };
  expect(toContent(body, parts)).toMatchObject(parts);
});

describe('fields that do not belong together', () => {
  test.each([
    ['nothing at all', {}, ['/text']],
    ['an image without its file', { type: 'image' }, ['/media']],
    ['an image with a text', { type: 'image', media: MEDIA, text: 'a' }, ['/text']],
    ['a voice message with a caption', { type: 'voice', media: MEDIA, caption: 'a' }, ['/caption']],
    ['a text with a poll', { text: 'a', poll: POLL }, ['/poll']],
    [
      'a poll that mentions somebody',
      { type: 'poll', poll: POLL, mentions: ['5511987654321'] },
      ['/mentions'],
    ],
    ['a location instead of a text', { location: { latitude: 1, longitude: 2 } }, ['/text', '/location']],
    ['a preview of an image', { type: 'image', media: MEDIA, linkPreview: true }, ['/linkPreview']],
  ])('%s', (_what, body, paths) => {
    expect(checkContent(parse(body)).map(({ path }) => path)).toEqual(paths);
  });
});
