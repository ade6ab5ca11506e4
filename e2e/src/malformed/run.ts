import fc from 'fast-check';
import { apiRequests, type MalformedRequest } from './api-requests.ts';
import type { ApiUnderTest } from './api-under-test.ts';
import { exchange, type WireAnswer } from './exchange.ts';
import { faultOf } from './judge.ts';
import { wireRequests } from './wire-requests.ts';

export interface RunOptions {
  readonly seed: number;
  readonly requests: number;
  /** How many are under way at the same time. */
  readonly atOnce: number;
}

export interface Outcome {
  readonly asked: number;
  /** How many answers there were of each status. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Which problems were told of, and how often. */
  readonly codes: Readonly<Record<string, number>>;
  /** Of how many operations of the document one was asked for. */
  readonly operations: number;
  /** Connections that were ended without an answer; only those may be that the sender has ended too, or which were no HTTP. */
  readonly unanswered: number;
  /** What is wrong, with the request. */
  readonly faults: readonly string[];
  /** In seconds. */
  readonly longestStall: number;
}

const LOOK_EVERY = 500;
const SHOWN_FAULTS = 25;

/** Sends requests that follow from the seed, three of four made from the api's document and one from what HTTP does not allow. */
export async function runMalformed(
  api: ApiUnderTest,
  { seed, requests, atOnce }: RunOptions,
): Promise<Outcome> {
  const arbitrary = fc.oneof(
    { weight: 3, arbitrary: apiRequests(api.document, api.existing) },
    { weight: 1, arbitrary: wireRequests(api.existing.key) },
  );
  const statuses: Record<number, number> = {};
  const codes: Record<string, number> = {};
  const operations = new Set<string>();
  const faults: string[] = [];
  let unanswered = 0;
  let longestStall = 0;
  // What came before is not what is measured.
  await api.longestStall();

  const tell = (request: MalformedRequest, fault: string) => {
    if (faults.length < SHOWN_FAULTS) faults.push(`${request.what}: ${fault}\n${shown(request.bytes)}`);
  };

  async function ask(request: MalformedRequest): Promise<void> {
    const answers = await exchange(api.port, request).catch((error: Error) => error);
    if (answers instanceof Error) return tell(request, answers.message);
    if (answers.length === 0) {
      unanswered += 1;
      if (!mayStayUnanswered(request)) tell(request, 'no answer');
    }
    for (const answer of answers) {
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      const code = codeOf(answer);
      if (code !== undefined) codes[code] = (codes[code] ?? 0) + 1;
      const fault = faultOf(answer, request.isHead);
      if (fault !== undefined) tell(request, fault);
    }
  }

  let asked = 0;
  for (let block = 0; asked < requests; block += 1) {
    const size = Math.min(LOOK_EVERY, requests - asked);
    const waiting = fc.sample(arbitrary, { seed: seed + block, numRuns: size });
    for (const { what } of waiting) if (what.includes(' /')) operations.add(what);
    const takeTurns = async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await ask(next);
    };
    await Promise.all(Array.from({ length: atOnce }, takeTurns));
    asked += size;
    longestStall = Math.max(longestStall, await api.longestStall());
  }
  for (const how of api.deaths) faults.push(`the api ended: ${how}`);
  return { asked, statuses, codes, operations: operations.size, unanswered, faults, longestStall };
}

/** CONNECT is for proxies; Node ends such a connection. */
const mayStayUnanswered = ({ isCut, what, bytes }: MalformedRequest): boolean =>
  isCut === true || what === 'CONNECT' || bytes.length > 60_000;

const codeOf = ({ body, status }: WireAnswer): string | undefined =>
  status < 400 ? undefined : /"code":"(\w+)"/.exec(body)?.[1];

const SHOWN_BYTES = 600;

const shown = (bytes: Buffer): string => JSON.stringify(bytes.subarray(0, SHOWN_BYTES).toString('latin1'));
