import { describe, expect, it } from '@jest/globals';
import { toPageMessage } from './to-page-message.ts';
import { toVcard } from './vcard.ts';

const message = { chat: '1@c.us', id: '3EB0' };

describe('a message for the page', () => {
  it('says how long a preview may take, where one is wanted', () => {
    const text = { type: 'text', text: 'hello' } as const;
    expect(toPageMessage({ ...message, content: { ...text, linkPreview: true } }, 5).content).toEqual({
      ...text,
      previewMs: 5,
    });
    expect(toPageMessage({ ...message, content: { ...text, linkPreview: false } }, 5).content).toEqual({
      ...text,
      previewMs: 0,
    });
  });

  it('of a place without a name is called by its address on the web', () => {
    const location = { latitude: 1, longitude: 2, url: 'https://example.com/' };
    expect(toPageMessage({ ...message, content: { type: 'location', location } }, 0).content).toMatchObject({
      attributes: { loc: location.url, clientUrl: location.url },
    });
  });

  it('takes nothing of a file but its caption', () => {
    const file = { path: '/files/1', bytes: 1, mimetype: 'image/png' };
    const { content } = toPageMessage({ ...message, content: { type: 'image', file, caption: 'look' } }, 0);
    expect(content).toEqual({ type: 'image', caption: 'look' });
  });
});

describe('a contact card', () => {
  it('cannot be made to say more than it says', () => {
    const name = 'Eve\r\nTEL:+1;,\\';
    const lines = toVcard({ name, phone: '+49 (151) 1', organization: 'A\nEND:VCARD' }).split('\n');
    expect(lines).toEqual([
      'BEGIN:VCARD',
      'VERSION:3.0',
      'N:;Eve\\nTEL:+1\\;\\,\\\\;;;',
      'FN:Eve\\nTEL:+1\\;\\,\\\\',
      'ORG:A\\nEND:VCARD',
      'TEL;type=CELL;type=VOICE;waid=491511:+491511',
      'END:VCARD',
    ]);
  });
});
