import { createSocket } from 'node:dgram';
import { type LookupAddress, Resolver } from 'node:dns';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { type Answer, decode, encode, type Question } from 'dns-packet';
import type { FindAddresses } from '../address-guard.ts';

/**
 * What the server answers to one question: addresses, and before them the names (`CNAME`) by which they are come to.
 * Undefined: there is no such name.
 */
export type Zone = (name: string, type: 'A' | 'AAAA') => readonly string[] | undefined;

export interface NameServer {
  /** Asks this server and nobody else, as the guard wants to be told. */
  readonly findAddresses: FindAddresses;
  /** How often it was asked for the addresses of a name. */
  asked(name: string, type: 'A' | 'AAAA'): number;
  close(): Promise<void>;
}

/** A name server on a free port of this machine, and a resolver that asks it. */
export async function startNameServer(zone: Zone): Promise<NameServer> {
  const questions: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (bytes, sender) => {
    const { id, questions: [question] = [] } = decode(bytes);
    if (question === undefined) return;
    questions.push(`${question.type} ${question.name}`);
    socket.send(answerTo(zone, id, question), sender.port, sender.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');

  const resolver = new Resolver({ timeout: 5_000, tries: 1 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  return {
    findAddresses: (name, _options, callback) => findWith(resolver, name, callback),
    asked: (name, type) => questions.filter((question) => question === `${type} ${name}`).length,
    async close() {
      resolver.cancel();
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

const NO_SUCH_NAME = 3;

function answerTo(zone: Zone, id: number | undefined, question: Question): Buffer {
  const { name, type } = question;
  const answer = type === 'A' || type === 'AAAA' ? zone(name, type) : [];
  return encode({
    type: 'response',
    ...(id === undefined ? {} : { id }),
    flags: answer === undefined ? NO_SUCH_NAME : 0,
    questions: [question],
    answers: recordsOf(question, answer ?? []),
  });
}

function recordsOf({ name, type }: Question, answer: readonly string[]): Answer[] {
  let owner = name;
  return answer.map((data) => {
    if (isIP(data) !== 0) return { type: type === 'AAAA' ? 'AAAA' : 'A', name: owner, ttl: 0, data };
    const link: Answer = { type: 'CNAME', name: owner, ttl: 0, data };
    owner = data;
    return link;
  });
}

/** Both families together, as `dns.lookup` does; an error only when neither has an address. */
function findWith(resolver: Resolver, name: string, callback: Parameters<FindAddresses>[2]): void {
  const found: LookupAddress[] = [];
  let waiting = 2;
  const add = (family: 4 | 6) => (error: NodeJS.ErrnoException | null, addresses: string[] | undefined) => {
    found.push(...(addresses ?? []).map((address) => ({ address, family })));
    waiting -= 1;
    if (waiting === 0) callback(found.length === 0 ? error : null, found);
  };
  resolver.resolve4(name, add(4));
  resolver.resolve6(name, add(6));
}
