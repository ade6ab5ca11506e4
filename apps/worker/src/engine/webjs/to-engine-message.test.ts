import { describe, expect, it } from '@jest/globals';
import { isConversation, type RawMessage, toEngineMessage } from './to-engine-message.ts';

const text: RawMessage = {
  id: { fromMe: false, remote: '491701@c.us', id: '3EB0AA', _serialized: 'false_491701@c.us_3EB0AA' },
  from: { _serialized: '491701@c.us' },
  to: '491702@c.us',
  type: 'chat',
  body: 'hello',
  t: 1_700_000_000,
  ack: 1,
  notifyName: 'Ada',
};

describe('a message of the page', () => {
  it('becomes a message of the engine', () => {
    expect(toEngineMessage(text)).toEqual({
      ref: { serialized: 'false_491701@c.us_3EB0AA', id: '3EB0AA', chat: '491701@c.us' },
      fromMe: false,
      from: '491701@c.us',
      to: '491702@c.us',
      type: 'chat',
      body: 'hello',
      timestamp: 1_700_000_000,
      ack: 1,
      isGroup: false,
      isStatus: false,
      isForwarded: false,
      hasMedia: false,
      senderName: 'Ada',
    });
  });

  it('has its written id also where a minified build does not say it', () => {
    const remote = { user: '120', server: 'g.us' };
    const group = { ...text, id: { fromMe: true, remote, id: '3EB0', participant: '491702@c.us' } };
    expect(toEngineMessage(group)).toMatchObject({
      ref: { serialized: 'true_120@g.us_3EB0_491702@c.us', chat: '120@g.us' },
      author: '491702@c.us',
      isGroup: true,
    });
    const minified = { fromMe: true, remote: '1@c.us', id: '3EB0', $1: 'true_1@c.us_3EB0_out' };
    expect(toEngineMessage({ ...text, id: minified }).ref.serialized).toBe('true_1@c.us_3EB0_out');
  });

  it('with media has its caption for a body, not the preview', () => {
    const image = { ...text, type: 'image', directPath: '/v/1', caption: 'look', body: 'base64…' };
    expect(toEngineMessage(image)).toMatchObject({ body: 'look', hasMedia: true });
  });

  it('with several contact cards has them all', () => {
    const cards = { ...text, type: 'multi_vcard', body: '', vcardList: [{ vcard: 'A' }, { vcard: 'B' }] };
    expect(toEngineMessage(cards)).toMatchObject({ body: '', contacts: ['A', 'B'] });
  });

  it('keeps to what is known of a file, and of a place', () => {
    const file = { ...text, type: 'document', directPath: '/v/1', size: '17', filename: '' };
    expect(toEngineMessage(file).media).toEqual({
      mimetype: 'application/octet-stream',
      bytes: 17,
      isGif: false,
    });
    expect(toEngineMessage({ ...text, type: 'location', lat: 1, lng: 2 }).location).toEqual({
      latitude: 1,
      longitude: 2,
    });
    expect(toEngineMessage({ ...text, type: 'location', lat: 1 }).location).toBeUndefined();
  });

  it('is no part of a conversation when it is bookkeeping', () => {
    expect(isConversation(text)).toBe(true);
    expect(isConversation({ ...text, type: 'e2e_notification' })).toBe(false);
    expect(isConversation({ ...text, type: 'ciphertext' })).toBe(false);
  });
});
