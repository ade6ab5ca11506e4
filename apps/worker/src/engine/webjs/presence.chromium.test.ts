import { describe, expect, it, jest } from '@jest/globals';
import { everyBuild } from './testing/builds.ts';
import { friend, friendChat, linkForSuite, stageForSuite } from './testing/linked-session.ts';

jest.setTimeout(60_000);

/** Unix seconds. */
const AWAY_SINCE = 1_700_000_000;

describe.each(everyBuild)('what others do, with %s', (_name, page) => {
  const stage = stageForSuite({ page });
  const life = linkForSuite(stage);

  const isThere = (is: boolean, lastSeen?: number) =>
    stage.emulator.control.presence({ phone: friend, isThere: is, ...(lastSeen ? { lastSeen } : {}) });
  const typing = (state: 'composing' | 'recording' | 'paused') =>
    stage.emulator.control.typing({ from: friend, to: life.phone, state });
  const next = async () => (await life.history.next('presence')).presence;

  it('is told of a chat that is watched, once for each change, and of no other', async () => {
    const { engine, history } = life;
    expect(await engine.actions.watchPresence(friendChat)).toBeUndefined();
    await isThere(true);
    expect(await next()).toEqual({ state: 'available' });
    expect(await engine.actions.watchPresence(friendChat)).toEqual({ state: 'available' });

    await typing('composing');
    expect(await next()).toEqual({ state: 'typing' });
    await typing('recording');
    expect(await next()).toEqual({ state: 'recording' });
    await typing('paused');
    expect(await next()).toEqual({ state: 'available' });

    await stage.emulator.control.typing({ from: '4915100000003', to: life.phone, state: 'composing' });
    await isThere(false, AWAY_SINCE);
    expect(await next()).toEqual({ state: 'unavailable', lastSeen: AWAY_SINCE });
    const { lid } = await engine.actions.lidAndPhone(friendChat);
    const chat = 'lidMode' in page ? lid : friendChat;
    expect(new Set(history.of('presence').map((event) => event.chat))).toEqual(new Set([chat]));
    expect(history.of('presence')).toHaveLength(5);
  });

  it('is forgotten with the connection, without a word, until it is asked for again', async () => {
    const { engine, history, phone } = life;
    await engine.actions.watchPresence(friendChat);
    await isThere(true);
    expect(await next()).toEqual({ state: 'available' });
    const told = history.of('presence').length;
    await stage.emulator.control.drop({ phone, ms: 100 });
    await history.next('interrupted');
    await history.next('ready');
    expect(await engine.actions.watchPresence(friendChat)).toEqual({ state: 'available' });
    await typing('composing');
    expect(await next()).toEqual({ state: 'typing' });
    expect(history.of('presence')).toHaveLength(told + 1);
  });
});
