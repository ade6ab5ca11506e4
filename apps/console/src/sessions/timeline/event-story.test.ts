import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Event } from '@wagw/client';
import { EVENTS, type EventName } from '@wagw/shared/events/catalogue';
import { createInstance } from 'i18next';
import stateEn from '../../ui/session-state-texts/en.ts';
import stateEs from '../../ui/session-state-texts/es.ts';
import statePt from '../../ui/session-state-texts/pt.ts';
import { EVENT_NAMES } from './event-kinds.ts';
import { storyOf } from './event-story.ts';
import en from './texts/en.ts';
import es from './texts/es.ts';
import pt from './texts/pt.ts';

const i18n = createInstance();
beforeAll(() =>
  i18n.init({
    lng: 'en',
    resources: {
      en: { timeline: en, sessionState: stateEn },
      es: { timeline: es, sessionState: stateEs },
      pt: { timeline: pt, sessionState: statePt },
    },
    fallbackLng: false,
    showSupportNotice: false,
    interpolation: { escapeValue: false },
    parseMissingKeyHandler: (key) => {
      throw new Error(`no text for ${key}`);
    },
  }),
);

const storyIn = (language: string, name: EventName, changes: object = {}) => {
  const { example } = EVENTS[name];
  const event = { id: 'evt_1', seq: 1, event: name, sessionId: 'loja', tenantId: 'loja', timestamp: 1 };
  const told = { ...event, data: { ...example, ...changes } } as unknown as Event;
  return storyOf(told, i18n.getFixedT(language, ['timeline', 'sessionState']), (bytes) => `${bytes} B`);
};

test('there are words for every event of the gateway, and for no other', () => {
  expect([...EVENT_NAMES].sort()).toEqual(Object.keys(EVENTS).sort());
});

describe.each(['en', 'es', 'pt'])('in %s', (language) => {
  test.each(EVENT_NAMES)('%s is told in whole words', (name) => {
    const { title, detail } = storyIn(language, name);
    expect(title).toMatch(/^\p{Lu}[^{}]+$/u);
    for (const text of [title, detail ?? '']) expect(text).not.toMatch(/[{}]|undefined/);
    expect(detail).not.toBe('');
  });
});

test('a story says who and what', () => {
  expect(storyIn('en', 'message', { body: 'Bom dia!' })).toEqual({
    title: 'Message received',
    detail: 'from +55 11 98765-4321: Bom dia!',
  });
  expect(storyIn('pt', 'message_ack', { ackName: 'read' })).toEqual({
    title: 'Mensagem lida',
    detail: 'na conversa com +55 11 98765-4321',
  });
  expect(storyIn('es', 'session.status')).toEqual({
    title: 'Conectada',
    detail: 'Se pueden enviar y recibir mensajes.',
  });
  expect(storyIn('en', 'message_reaction', { emoji: '' }).detail).toBe(
    'in the chat with +55 11 98765-4321: taken back',
  );
});
