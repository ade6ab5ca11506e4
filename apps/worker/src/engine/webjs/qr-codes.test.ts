import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { EngineEvent } from '../engine.ts';
import { QrCodes } from './qr-codes.ts';

const code = (ref: string) => `${ref},static,identity,secret,1`;

describe('QR codes', () => {
  let events: EngineEvent[];
  let refreshed: number;
  let codes: QrCodes;

  beforeEach(() => {
    jest.useFakeTimers({ now: 1_000_000 });
    events = [];
    refreshed = 0;
    codes = new QrCodes({
      firstMs: 60_000,
      nextMs: 20_000,
      silenceMs: 70_000,
      emit: (event) => events.push(event),
      refresh: () => {
        refreshed += 1;
      },
    });
  });

  afterEach(() => {
    codes.stop();
    jest.useRealTimers();
  });

  it('are told once each, with the time at which they expire', () => {
    codes.received(code('2@a'));
    codes.received(code('2@a'));
    codes.received(code('2@b'));
    expect(events).toEqual([
      { type: 'qr', qr: code('2@a'), expiresAt: 1_060_000 },
      { type: 'qr', qr: code('2@b'), expiresAt: 1_020_000 },
    ]);
  });

  it('are held back while WhatsApp has given no reference', () => {
    expect(codes.received(code('undefined'))).toBe(false);
    expect(events).toEqual([]);
  });

  it('are asked for anew when none has come for long', () => {
    codes.received(code('2@a'));
    jest.advanceTimersByTime(69_000);
    expect(refreshed).toBe(0);
    jest.advanceTimersByTime(2_000);
    expect(refreshed).toBe(1);
    codes.received(code('2@b'));
    expect(events.at(-1)).toMatchObject({ expiresAt: Date.now() + 60_000 });
  });

  it('are not asked for while somebody types a pairing code', () => {
    codes.received(code('2@a'));
    codes.keepQuiet(180_000);
    codes.exhausted();
    jest.advanceTimersByTime(179_000);
    expect(refreshed).toBe(0);
    jest.advanceTimersByTime(2_000);
    expect(refreshed).toBe(1);
  });
});
