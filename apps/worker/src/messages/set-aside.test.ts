import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import type { MessageRecord } from '@wagw/shared/messages/message-store';
import { silentLogger } from '../testing/parts.ts';
import { A_FILE, createScriptedFiles, type ScriptedFiles } from '../testing/scripted-files.ts';
import { createSetAside, type SetAside } from './set-aside.ts';

/** What no real queue shows for sure: jobs that are slow to leave. */

const PATIENCE_MS = 5_000;
const IMAGE: MessageRecord = {
  id: 'msg_1',
  sessionId: 'shop',
  to: '+55 11 98765-4321',
  chatId: '5511987654321@c.us',
  content: { type: 'image', media: { from: 'url', url: 'https://example.com/a.png' } },
  priority: 'interactive',
  status: 'queued',
  ack: undefined,
  whatsappId: undefined,
  whatsappRef: undefined,
  attempts: 0,
  error: undefined,
  sendAt: undefined,
  notBefore: undefined,
  batchId: undefined,
  metadata: {},
  acceptedAt: 0,
  timeline: {},
};

let files: ScriptedFiles;
let aside: SetAside;
/** Whether the job has left the lane. */
let hasLeft: boolean;
let putBacks: number;
beforeEach(() => {
  files = createScriptedFiles();
  hasLeft = false;
  putBacks = 0;
  aside = createSetAside({
    files,
    logger: silentLogger,
    putBack: async () => {
      putBacks += 1;
      return hasLeft;
    },
  });
});
afterEach(() => aside.close());

const untilPutBacks = (count: number) =>
  until(`${count} attempts to put it back`, PATIENCE_MS, () => putBacks >= count);

test('a message goes back only when its job has left', async () => {
  await aside.bringFor(IMAGE, 0);
  await untilPutBacks(2);
  hasLeft = true;
  const last = putBacks + 1;
  await untilPutBacks(last);
  expect([putBacks, aside.broughtFor(IMAGE.id)]).toMatchObject([last, { file: A_FILE }]);
});

test('a job that never left, and asks again, has its file brought once', async () => {
  let arrive = () => {};
  files.arrival = () =>
    new Promise((resolve) => {
      arrive = resolve;
    });
  await aside.bringFor(IMAGE, 0);
  await aside.bringFor(IMAGE, 0);
  await until('the question for the file', PATIENCE_MS, () => files.asked.length > 0);
  arrive();
  await untilPutBacks(1);
  expect(files.asked).toHaveLength(1);
  await aside.over(IMAGE.id);
  expect([aside.isEmpty, aside.broughtFor(IMAGE.id), files.there]).toEqual([true, undefined, 0]);
});

test('what arrives after the end is removed', async () => {
  let arrive = () => {};
  files.arrival = () =>
    new Promise((resolve) => {
      arrive = resolve;
    });
  await aside.bringFor(IMAGE, 0);
  await until('the question for the file', PATIENCE_MS, () => files.asked.length > 0);
  await aside.close();
  arrive();
  await until('no file', PATIENCE_MS, () => files.there === 0);
  expect(putBacks).toBe(0);
});
