import { expect, test } from '@jest/globals';
import { IN_DOUBT as INDEED } from '@wagw/shared/messages/resend';
import { IN_DOUBT } from './outgoing.ts';

test('what the page offers to send again is what the gateway lets be sent again', () => {
  expect([...IN_DOUBT].sort()).toEqual([...INDEED].sort());
});
