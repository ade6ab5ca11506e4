import { describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import { ackName, EVENTS, envelopeSchema } from './catalogue.ts';

describe.each(Object.entries(EVENTS))('%s', (event, { data, example, summary }) => {
  const fields = Object.entries<z.ZodType>(data.shape);
  const required = fields.filter(([, schema]) => !schema.safeParse(undefined).success).map(([name]) => name);

  test('has an example that is valid, with no field that the schema does not know', () => {
    expect(data.strict().parse(example)).toEqual(example);
    expect(summary).toMatch(/\.$/);
  });

  test.each(required)('needs %s', (name) => {
    const { [name]: _left, ...rest } = example as Record<string, unknown>;
    expect(data.safeParse(rest).success).toBe(false);
  });

  test('fits into the envelope', () => {
    const envelope = {
      id: 'evt_1',
      seq: 1,
      event,
      sessionId: 'shop',
      tenantId: 'acme',
      timestamp: 1,
      data: example,
    };
    expect(envelopeSchema.strict().parse(envelope)).toEqual(envelope);
  });
});

test('the envelope knows no other events', () => {
  const envelope = { id: 'evt_1', seq: 1, sessionId: 'shop', tenantId: 'acme', timestamp: 1, data: {} };
  expect(envelopeSchema.safeParse({ ...envelope, event: 'message_lost' }).success).toBe(false);
});

test.each([
  [-2, 'error'],
  [-1, 'error'],
  [0, 'pending'],
  [1, 'server'],
  [2, 'device'],
  [3, 'read'],
  [4, 'played'],
  [5, 'played'],
])('ack %i is called %s', (ack, name) => {
  expect(ackName(ack)).toBe(name);
});
