import { beforeEach, describe, expect, it } from '@jest/globals';
import { toldEvents } from './testing/told-events.ts';

const message = (id: string, more: object = {}) => ({
  _data: { id: { fromMe: false, remote: '1@c.us', id }, type: 'chat', body: 'hello', t: 1, ack: 0, ...more },
});

describe('the events of the library', () => {
  let { client, told } = toldEvents();
  beforeEach(() => {
    ({ client, told } = toldEvents());
  });

  it('are told once though the library has hooked twice', () => {
    for (const _hook of [1, 2]) {
      client.emit('message_create', message('A'));
      client.emit('message_ack', message('A'), 1);
      client.emit('message_edit', message('A'), 'new', 'old');
      client.emit('message_revoke_everyone', message('A'));
      client.emit('message_revoke_me', message('A'));
      client.emit('change_battery', { battery: 50, plugged: false });
    }
    expect(told.map(({ type }) => type)).toEqual([
      'message',
      'ack',
      'edit',
      'revoke',
      'revoke_me',
      'battery',
    ]);
  });

  it('are told as often as something new has happened', () => {
    for (const ack of [0, 1, 2, 2, 3]) client.emit('message_ack', message('A'), ack);
    client.emit('message_edit', message('A'), 'second', 'first');
    client.emit('message_edit', message('A'), 'third', 'second');
    expect(told).toHaveLength(6);
  });

  it('tell two edits to the same text apart by their time', () => {
    for (const latestEditSenderTimestampMs of [5_500, 5_900, 5_900]) {
      client.emit('message_edit', message('A', { latestEditSenderTimestampMs }), 'new', 'old');
    }
    const edit = { type: 'edit', body: 'new', previousBody: 'old', timestamp: 5 };
    expect(told).toMatchObject([
      { ...edit, editedAtMs: 5_500 },
      { ...edit, editedAtMs: 5_900 },
    ]);
  });

  it('name the message that was revoked, not the one that revokes it', () => {
    const original = { fromMe: false, remote: '1@c.us', id: 'ORIGINAL' };
    client.emit('message_revoke_everyone', message('B', { protocolMessageKey: original }));
    expect(told).toMatchObject([{ type: 'revoke', ref: { id: 'ORIGINAL' } }]);
  });

  it('leave bookkeeping out', () => {
    client.emit('message_create', message('C', { type: 'e2e_notification' }));
    expect(told).toEqual([]);
  });

  it('that cannot be understood do no harm', () => {
    client.emit('message_create', { _data: {} });
    client.emit('message_create', message('D'));
    expect(told).toMatchObject([{ message: { ref: { id: 'D' } } }]);
  });
});
