import { expect, test } from '@jest/globals';
import { ApiError, PROBLEM_CONTENT_TYPE, toProblem } from '@wagw/shared/errors/problem';
import { faultOf } from './judge.ts';

const problem = toProblem(new ApiError('invalid_request'), 'req-1');
const headers = { 'content-type': PROBLEM_CONTENT_TYPE };
const good = { status: 400, headers, body: JSON.stringify(problem) };

test('a success and a proper problem are as they should be', () => {
  expect(faultOf({ status: 200, headers: {}, body: 'anything' })).toBeUndefined();
  expect(faultOf(good)).toBeUndefined();
  expect(faultOf({ ...good, body: '' }, true)).toBeUndefined();
});

test.each([
  ['no status', { ...good, status: Number.NaN }],
  ['a failure of the api', { ...good, status: 500 }],
  ['another type', { ...good, headers: { 'content-type': 'application/json' } }],
  ['no type', { ...good, headers: {} }],
  ['no body', { ...good, body: '' }],
  ['a body that is no problem', { ...good, body: '{"message":"Bad Request"}' }],
  ['a code that nobody knows', { ...good, body: JSON.stringify({ ...problem, code: 'unheard_of' }) }],
  ['another status than the one of the code', { ...good, status: 404 }],
])('%s is a fault', (_what, answer) => {
  expect(faultOf(answer)).toBeDefined();
});
