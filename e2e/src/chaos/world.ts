import type { SupervisedProcess } from '@wagw/local-machine/supervised-process';
import type { ApiClient } from '@wagw/sandbox/api-client';
import type { Fleet } from './fleet.ts';
import type { History, SeenEffect } from './history.ts';
import type { RedisUnderTest } from './redis-under-test.ts';

/** A gateway with a WhatsApp and a customer, in which traffic and faults happen. */
export interface World {
  readonly redis: RedisUnderTest;
  readonly api: SupervisedProcess;
  readonly apiUrl: string;
  readonly apiKey: string;
  /** Calls again while the api is away. */
  readonly client: ApiClient;
  readonly fleet: Fleet;
  readonly sessions: readonly string[];
  /** Where sends go to. */
  readonly customer: string;
  /** Programs of the machine that faults may end, beside those of the gateway: browsers, if there are any. */
  browsers(): number[];
  /** Resolves when every session can send. */
  connectAll(): Promise<void>;
  /** How many sends of these processes, or of all, are on their way to WhatsApp just now. */
  underWay(pids?: readonly number[]): number | Promise<number>;
  /** Where sends can have files from that come late; undefined when the world has none. */
  readonly files?: { readonly url: string; readonly share: number };
  /** A customer writes to a session. Returns WhatsApp's id of the message. */
  incoming(session: string, text: string): Promise<string>;
  /** What has reached WhatsApp so far. */
  effects(): Promise<readonly SeenEffect[]>;
  /** How many sends were carried out although their senders saw an error; undefined when the world does not do that. */
  lostAnswers?(): number;
  /** What was seen of connections and event logs, when all is over. */
  aftermath(): Promise<Pick<History, 'connections' | 'log'>>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly seed: number;
  readonly redis: 'single' | 'sentinel';
  readonly hosts: number;
  readonly workers: number;
  readonly sessions: number;
  readonly leaseMs: number;
  readonly stallMs: number;
  /** Of the sends, the part that is carried out although the sender sees an error; only in the scripted world. */
  readonly lostAnswers?: number;
  /** Of the sends, the part that has a file, which comes late; they go to several chats then. Only in the scripted world. */
  readonly files?: number;
  /** For Redis' data, profiles and logs. */
  readonly dataPath: string;
}
