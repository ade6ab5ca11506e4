import { ERRORS } from '@wagw/shared/errors/error-table';
import { PROBLEM_CONTENT_TYPE, problemSchema } from '@wagw/shared/errors/problem';
import type { WireAnswer } from './exchange.ts';

/** What is wrong with an answer, in a sentence; undefined when nothing is. */
export function faultOf({ status, headers, body }: WireAnswer, isHead = false): string | undefined {
  if (!(status >= 200)) return `the status is ${status}`;
  if (status >= 500) return `status ${status}: ${body.slice(0, 300)}`;
  if (status < 400) return undefined;
  const type = headers['content-type'];
  if (type !== PROBLEM_CONTENT_TYPE) return `status ${status} with the type ${type}: ${body.slice(0, 300)}`;
  if (isHead) return undefined;
  const problem = problemSchema.safeParse(jsonOf(body));
  if (!problem.success) return `status ${status} with no valid problem: ${body.slice(0, 300)}`;
  const expected = ERRORS[problem.data.code].status;
  if (problem.data.status !== status || expected !== status)
    return `${problem.data.code} came with ${status}, in its body ${problem.data.status}, in the table ${expected}`;
  return undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
