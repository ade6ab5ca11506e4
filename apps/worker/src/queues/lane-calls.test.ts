import { beforeEach, expect, test } from '@jest/globals';
import { keys } from '@wagw/shared/redis/keys';
import { createLaneCalls, type LaneCalls } from './lane-calls.ts';
import type { OnMember } from './shared-wait.ts';

let watched: Map<string, OnMember>;
let calls: LaneCalls;
let heard: string[];
beforeEach(() => {
  watched = new Map();
  heard = [];
  calls = createLaneCalls({
    watch(key, onMember) {
      if (watched.has(key)) throw new Error(`${key} is watched already`);
      watched.set(key, onMember);
      return () => void watched.delete(key);
    },
  });
});

const listen = (queue: string, as = queue, owner = 'me') => calls.listen(owner, queue, () => heard.push(as));
const call = (queue: string, owner = 'me') => watched.get(keys.workerLanes(owner))?.(queue, 0);

test('a lane hears of its own queue, and all of them wait on one key', () => {
  listen('session-a');
  listen('session-b');
  call('session-b');
  call('session-c');
  expect(heard).toEqual(['session-b']);
  expect([...watched.keys()]).toEqual([keys.workerLanes('me')]);
});

test('a lane that closes late does not deafen the one that was opened after it', () => {
  const closeOld = listen('session-a', 'old');
  listen('session-a', 'new');
  call('session-a');
  closeOld();
  call('session-a');
  expect(heard).toEqual(['old', 'new', 'new']);
});

test('without lanes nobody waits, and with the next one somebody does', () => {
  const close = listen('session-a');
  close();
  expect(watched.size).toBe(0);
  listen('session-a', 'again');
  // Once more, as at the end of a lane that was closed and fenced.
  close();
  call('session-a');
  expect(heard).toEqual(['again']);
});

test('each owner has its own', () => {
  listen('session-a', 'mine');
  listen('session-a', 'theirs', 'them');
  call('session-a', 'them');
  expect(heard).toEqual(['theirs']);
});
