import { describe, expect, test } from '@jest/globals';
import { EVENT_NAMES } from '../events/catalogue.ts';
import { evolution } from './formats/evolution.ts';
import { recorded } from './formats/testing/recorded.ts';
import { toDelivery } from './to-delivery.ts';

const endpoint = { id: 'whk_a', format: 'evolution', ordered: false, batch: null } as const;

describe('an endpoint that chooses by the names of its format', () => {
  const told = (formatEvents: readonly string[]) =>
    EVENT_NAMES.filter((name) => toDelivery({ ...endpoint, formatEvents }, recorded(name)) !== undefined);

  test('is told of these alone', () => {
    expect(told(['messages.upsert'])).toEqual(['message', 'message_reaction']);
    expect(told(['messages.delete', 'call'])).toEqual([
      'message_revoke_everyone',
      'message_revoke_me',
      'call',
    ]);
  });

  test('is told of all that the format carries when it names none', () => {
    expect(told([])).toEqual(EVENT_NAMES.filter((name) => evolution.render(recorded(name)) !== undefined));
  });

  test('is told of nothing by a format that has no such names', () => {
    const native = { ...endpoint, format: 'native', formatEvents: ['message'] } as const;
    expect(toDelivery(native, recorded('message'))).toBeUndefined();
  });
});
