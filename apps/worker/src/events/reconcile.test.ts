import { describe, expect, test } from '@jest/globals';
import type { EngineMessage } from '../engine/engine.ts';
import { engineMessage, refOf } from '../testing/engine-messages.ts';
import { findMissed, type Span } from './reconcile.ts';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const NOW = 1_800_000_000;

/** The store of a connection that notes since when it was asked. All times in seconds. */
async function askedSince(span: { linked: number; reconciled?: number }): Promise<number> {
  let asked = Number.NaN;
  const engine = {
    messagesSince: async (since: number) => {
      asked = since;
      return { messages: [], isComplete: true };
    },
  };
  await findMissed(engine, inMs(span), NOW * 1000);
  return asked;
}

const inMs = ({ linked, reconciled }: { linked: number; reconciled?: number }): Span => ({
  linkedAt: linked * 1000,
  reconciledAt: reconciled === undefined ? undefined : reconciled * 1000,
});

describe('the span that is searched', () => {
  test.each([
    ['a fresh login: since then; what is older is history', { linked: NOW - 10 }, NOW - 10],
    ['never reconciled: since the login', { linked: NOW - 3 * DAY }, NOW - 3 * DAY],
    ['reconciled: a day more, for late acks', { linked: NOW - 5 * DAY, reconciled: NOW }, NOW - DAY],
    ['reconciled: never before the login', { linked: NOW - HOUR, reconciled: NOW }, NOW - HOUR],
    [
      'long away: no further than the log recognises what it has',
      { linked: NOW - 90 * DAY, reconciled: NOW - 30 * DAY },
      NOW - 6 * DAY,
    ],
    ['never reconciled and linked long ago', { linked: NOW - 90 * DAY }, NOW - 6 * DAY],
  ])('%s', async (_case, span, since) => {
    expect(await askedSince(span)).toBe(since);
  });

  test('is whole seconds, rounded so that nothing falls out', async () => {
    expect(await askedSince({ linked: NOW - 10.3 })).toBe(NOW - 11);
  });
});

describe('what is found', () => {
  const read = (isComplete: boolean, messages: EngineMessage[]) =>
    findMissed(
      { messagesSince: async () => ({ messages, isComplete }) },
      inMs({ linked: NOW - DAY }),
      NOW * 1000,
    );
  const found = async (...messages: EngineMessage[]) => (await read(true, messages)).events;

  test('is said to be incomplete when a chat could not be read', async () => {
    expect(await read(false, [])).toEqual({ events: [], isComplete: false });
  });

  test('are received messages, in their order', async () => {
    const [first, second] = [engineMessage('B1'), engineMessage('B2')];
    expect(await found(first, second)).toEqual([
      { type: 'message', message: first },
      { type: 'message', message: second },
    ]);
  });

  test('are the acknowledgements of own messages, and their refusals', async () => {
    const seen = engineMessage('A1', { fromMe: true, ack: 3 });
    const refused = engineMessage('A2', { fromMe: true, ack: -1 });
    expect(await found(seen, refused)).toEqual([
      { type: 'message', message: seen },
      { type: 'ack', ref: seen.ref, ack: 3 },
      { type: 'message', message: refused },
      { type: 'ack', ref: refused.ref, ack: -1 },
    ]);
  });

  test('is no acknowledgement while there is none, nor for what others wrote', async () => {
    const pending = engineMessage('A1', { fromMe: true, ack: 0 });
    const theirs = engineMessage('B1', { ack: 3 });
    expect((await found(pending, theirs)).map(({ type }) => type)).toEqual(['message', 'message']);
  });

  test('are edits, with the text as it is now and the time that names them', async () => {
    const theirs = engineMessage('B1', { body: 'Boa tarde!', editedAtMs: NOW * 1000 + 500 });
    const ours = engineMessage('A1', { fromMe: true, ack: 2, editedAtMs: NOW * 1000 });
    expect(await found(theirs, ours)).toEqual([
      { type: 'message', message: theirs },
      { type: 'edit', ref: theirs.ref, body: 'Boa tarde!', editedAtMs: NOW * 1000 + 500, timestamp: NOW },
      { type: 'message', message: ours },
      { type: 'ack', ref: ours.ref, ack: 2 },
      { type: 'edit', ref: ours.ref, body: 'Bom dia!', editedAtMs: NOW * 1000, timestamp: NOW },
    ]);
  });

  test('are revokes, instead of the messages that were', async () => {
    expect(await found(engineMessage('B1', { type: 'revoked' }))).toEqual([
      { type: 'revoke', ref: refOf('B1', false), timestamp: NOW },
    ]);
  });
});
