import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  type Event,
  type EventOptions,
  type EventStream,
  GatewayError,
  type Session,
  UnreachableError,
} from '@wagw/client';
import { followLink } from './follow-link.ts';

type Answer = Session['state'] | Error;

let leaving: AbortController;
let told: string[];
let waiting: { readonly text: string; done(): void }[];
beforeEach(() => {
  leaving = new AbortController();
  told = [];
  waiting = [];
});
afterEach(() => leaving.abort());

const say = (text: string) => {
  told.push(text);
  for (const { done } of waiting.filter((wait) => wait.text === text)) done();
};
const heard = (text: string) =>
  new Promise<void>((done) => {
    if (told.includes(text)) done();
    else waiting.push({ text, done });
  });

/** A gateway that gives these answers, the last of them again and again, and a stream that ends with an error when told so. */
function follow(answers: Answer[]) {
  let breakStream: (reason: Error) => void = () => undefined;
  const broken = new Promise<never>((_resolve, reject) => {
    breakStream = reject;
  });
  broken.catch(() => undefined);
  const gateway = {
    sessions: {
      async get(): Promise<Session> {
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        if (answer === undefined || answer instanceof Error) throw answer;
        return { state: answer, code: answer } as Session;
      },
    },
    events({ onOpen }: EventOptions = {}): EventStream {
      onOpen?.();
      return (async function* (): AsyncGenerator<Event> {
        yield {} as Event;
        await broken;
      })() as unknown as EventStream;
    },
  };
  const listener = {
    onSession: ({ state }: Session) => say(state),
    onNews: () => say('news'),
    onLost: () => say('lost'),
    onEnd: (end: string) => say(`end: ${end}`),
  };
  followLink(gateway as unknown as Parameters<typeof followLink>[0], 'padaria', listener, leaving.signal);
  return { breakStream };
}

const problem = (status: number, code: 'link_used' | 'unauthorized') => new GatewayError(status, { code });

test('news are followed by a look, until a phone is linked', async () => {
  follow(['qr', 'authenticating', 'ready']);
  await heard('ready');
  expect(told).toContain('news');
  expect(told).not.toContain('end: used');
});

test('a link that links no other phone is at its end, unless it was this phone that is linked', async () => {
  const other = follow(['logged_out']);
  await heard('logged_out');
  other.breakStream(problem(410, 'link_used'));
  await heard('end: used');

  told = [];
  const own = follow(['qr', 'qr', 'ready']);
  await heard('qr');
  own.breakStream(problem(410, 'link_used'));
  await heard('ready');
  expect(told).not.toContain('end: used');
});

test('a token that is refused is the end', async () => {
  follow([problem(401, 'unauthorized')]);
  await heard('end: invalid');
});

test('a gateway that cannot be reached is said to be lost, and looked for again', async () => {
  follow([new UnreachableError('no network', undefined), 'qr']);
  await heard('lost');
  await heard('qr');
});
