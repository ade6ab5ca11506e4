import { STATUS_CODES } from 'node:http';
import { ERRORS, type ErrorCode } from '@wagw/shared/errors/error-table';
import { ApiError, PROBLEM_CONTENT_TYPE, toProblem } from '@wagw/shared/errors/problem';
import {
  type Answer,
  addComponents,
  type Example,
  mapOperations,
  type OpenApiDocument,
  type PlacedOperation,
  type Ref,
  refTo,
} from './document.ts';

/** The statuses that operations answer with by their form; whatever else can happen is the `default`. */
const WHEN: Readonly<Record<number, (placed: PlacedOperation) => boolean>> = {
  400: ({ operation }) => operation.parameters !== undefined || operation.requestBody !== undefined,
  401: ({ operation }) => operation.security?.length !== 0,
  404: ({ path }) => path.includes('{'),
  409: ({ method, operation }) => method !== 'get' || '202' in operation.responses,
  413: ({ operation }) => operation.requestBody !== undefined,
  415: ({ operation }) => operation.requestBody !== undefined,
  422: ({ operation }) => operation.requestBody !== undefined,
  503: () => true,
};

const DEFAULT = 'OtherProblem';

/** Adds the problems to every operation, with an example of each error of the table. */
export function withProblems(document: OpenApiDocument): OpenApiDocument {
  const responses: Record<string, Answer> = {};
  for (const status of Object.keys(WHEN)) responses[nameOf(status)] = answerOf(codesWith(Number(status)));
  const others = codes.filter((code) => !(ERRORS[code].status in WHEN));
  responses[DEFAULT] = {
    ...answerOf(others),
    description: `Any other problem. ${answerOf(others).description}`,
  };
  const completed = mapOperations(document, (placed) => ({
    ...placed.operation,
    responses: { ...placed.operation.responses, ...problemsOf(placed) },
  }));
  return addComponents(completed, { responses });
}

function problemsOf(placed: PlacedOperation): Record<string, Ref> {
  const statuses = Object.entries(WHEN).filter(([, applies]) => applies(placed));
  return {
    ...Object.fromEntries(statuses.map(([status]) => [status, refTo('responses', nameOf(status))])),
    default: refTo('responses', DEFAULT),
  };
}

const codes = Object.keys(ERRORS) as ErrorCode[];
const codesWith = (status: number) => codes.filter((code) => ERRORS[code].status === status);

/** `404` is called NotFound. */
const nameOf = (status: string): string => String(STATUS_CODES[status]).replaceAll(' ', '');

function answerOf(which: readonly ErrorCode[]): Answer {
  return {
    description: `\`code\` is ${which.map((code) => `\`${code}\``).join(', ')}.`,
    content: {
      [PROBLEM_CONTENT_TYPE]: {
        schema: { ...refTo('schemas', 'Problem') },
        examples: Object.fromEntries(which.map((code) => [code, exampleOf(code)])),
      },
    },
  };
}

function exampleOf(code: ErrorCode): Example {
  const fields = code === 'invalid_request' ? [{ path: '/text', message: 'must not be empty' }] : undefined;
  return { summary: ERRORS[code].title, value: toProblem(new ApiError(code, undefined, fields), 'req-1') };
}
