import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { EVENTS } from './catalogue.ts';

/**
 * The `data` of ten events as backends that were written for an earlier gateway read it. Their fields stay, with their names
 * and types; others may stand beside them.
 */
const string = z.string();
const number = z.number();
const boolean = z.boolean();

const promised = {
  message: z.object({
    from: string,
    to: string,
    body: string,
    messageId: string,
    timestamp: number,
    isGroup: boolean,
  }),
  message_create: z.object({
    id: string,
    from: string,
    to: string,
    body: string,
    timestamp: number,
    author: string.optional(),
    isForwarded: boolean,
    isStatus: boolean,
  }),
  'session.status': z.object({ status: z.enum(['connecting', 'connected', 'disconnected', 'qr_code']) }),
  qr_code: z.object({ qrCode: string, timeout: number }),
  'connection.status': z.object({
    state: z.enum(['open', 'connecting', 'closed', 'refused']),
    lastSeen: number.optional(),
  }),
  disconnected: z.object({ reason: string, isReconnectable: boolean }),
  message_ack: z.object({ messageId: string, ack: number, timestamp: number }),
  message_edit: z.object({ messageId: string, newBody: string, previousBody: string, editedAt: number }),
  message_revoke_everyone: z.object({ messageId: string, revokedAt: number }),
  change_battery: z.object({ battery: number, plugged: boolean }),
} as const;

/** What such a backend was shown, where every field is filled. */
const shown: Record<keyof typeof promised, Record<string, unknown>> = {
  message: { from: 'a', to: 'b', body: 'c', messageId: 'd', timestamp: 1_702_323_456, isGroup: false },
  message_create: {
    id: 'd',
    from: 'a',
    to: 'b',
    body: 'c',
    timestamp: 1_702_323_456,
    author: 'e',
    isForwarded: false,
    isStatus: false,
  },
  'session.status': { status: 'connected' },
  qr_code: { qrCode: 'iVBORw0KGgo=', timeout: 20 },
  'connection.status': { state: 'open', lastSeen: 1_702_323_456 },
  disconnected: { reason: 'logged_out', isReconnectable: false },
  message_ack: { messageId: 'd', ack: 1, timestamp: 1_702_323_456 },
  message_edit: { messageId: 'd', newBody: 'c', previousBody: 'b', editedAt: 1_702_323_456 },
  message_revoke_everyone: { messageId: 'd', revokedAt: 1_702_323_456 },
  change_battery: { battery: 100, plugged: true },
};

describe.each(Object.entries(promised))('%s', (name, theirs) => {
  const event = name as keyof typeof promised;
  const ours: z.ZodObject = EVENTS[event].data;

  test('has an example that such a backend can read', () => {
    expect(theirs.safeParse(EVENTS[event].example)).toMatchObject({ success: true });
  });

  test.each(Object.entries<z.ZodType>(theirs.shape))('has %s, of their type', (field, schema) => {
    const own: z.ZodType | undefined = ours.shape[field];
    if (own === undefined) throw new Error('the field is missing');
    expect(typeOf(own)).toMatchObject(typeOf(schema));
    // What they may leave out we may, and nothing else.
    expect(own.safeParse(undefined).success).toBe(schema.safeParse(undefined).success);
    expect(own.safeParse(shown[event][field])).toMatchObject({ success: true });
  });
});

/** Type and, of a closed list, the words; a whole number is a number. */
function typeOf(schema: z.ZodType): { type: unknown; words?: unknown } {
  const { type, enum: words } = z.toJSONSchema(schema) as { type?: unknown; enum?: unknown[] };
  return { type: type === 'integer' ? 'number' : type, ...(words === undefined ? {} : { words }) };
}
