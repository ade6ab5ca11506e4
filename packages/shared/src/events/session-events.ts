import { z } from 'zod';
import { SESSION_STATES, STATE_CODE_NAMES, STATE_CODES } from '../sessions/session-state.ts';
import { type EventDefinition, timestamp } from './event-fields.ts';

/** Events about a session itself: its state, its login, its connection, its phone. */
export const sessionEvents = {
  'session.status': {
    summary: 'The session came into another state.',
    data: z.object({
      status: z.enum(['connecting', 'connected', 'disconnected', 'qr_code']),
      state: z.enum(SESSION_STATES),
      code: z.enum(STATE_CODE_NAMES),
      message: z.string().describe('What happens or what to do next, in one sentence.'),
      phone: z.string().nullable().describe('The number of the account, once it is known.'),
    }),
    example: {
      status: 'connected',
      state: 'ready',
      code: 'ready',
      message: STATE_CODES.ready.sentence,
      phone: '5511912345678',
    },
  },
  qr_code: {
    summary: 'A QR code waits to be scanned. Each one replaces the last.',
    data: z.object({
      qrCode: z.string().describe('The QR code as a PNG data URL.'),
      qr: z.string().describe('The text that it encodes.'),
      timeout: z.int().describe('Seconds until the next one replaces it.'),
      expiresAt: timestamp,
    }),
    example: {
      qrCode: 'data:image/png;base64,iVBORw0KGgo=',
      qr: '2@AbC,dEf,gHi,jKl,1',
      timeout: 20,
      expiresAt: 1_702_323_476,
    },
  },
  pairing_code: {
    summary: 'A pairing code waits to be typed on the phone.',
    data: z.object({ code: z.string(), phone: z.string() }),
    example: { code: 'ABCD1234', phone: '5511912345678' },
  },
  'connection.status': {
    summary:
      'The connection to WhatsApp came into another state. Told anew when another worker has taken the session over.',
    data: z.object({
      state: z
        .enum(['open', 'connecting', 'closed', 'refused'])
        .describe(
          'open: messages can be sent. connecting: it is being made, or waits for a login. closed: nobody tries. refused: WhatsApp does not let it in.',
        ),
      lastSeen: timestamp
        .optional()
        .describe('When it was open last, in unix seconds, if it was since its worker has it.'),
    }),
    example: { state: 'connecting', lastSeen: 1_702_323_456 },
  },
  change_state: {
    summary: "WhatsApp's own name of the connection's state changed.",
    data: z.object({ state: z.string() }),
    example: { state: 'CONNECTED' },
  },
  change_battery: {
    summary: 'The battery of the phone changed.',
    data: z.object({ battery: z.int().min(0).max(100), plugged: z.boolean() }),
    example: { battery: 80, plugged: true },
  },
  'session.alert': {
    summary: 'A session does not work although it should, or works again.',
    data: z.object({
      level: z.enum(['warning', 'resolved']),
      state: z.enum(SESSION_STATES),
      code: z.enum(STATE_CODE_NAMES),
      message: z.string().describe('What is wrong and what happens, in one sentence.'),
      failures: z.int().describe('Failed checks in a row.'),
    }),
    example: {
      level: 'warning',
      state: 'reconnecting',
      code: 'unreachable',
      message: STATE_CODES.unreachable.sentence,
      failures: 2,
    },
  },
  disconnected: {
    summary: 'A session that was connected is not any more.',
    data: z.object({
      reason: z.enum(STATE_CODE_NAMES),
      isReconnectable: z.boolean().describe('Whether it comes back without anybody doing something.'),
    }),
    example: { reason: 'logged_out', isReconnectable: false },
  },
} as const satisfies Record<string, EventDefinition>;
