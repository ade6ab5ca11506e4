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
import { SUBJECTS } from './problem-subjects.ts';

/** The statuses that operations answer with by their form; whatever else can happen is the `default`. */
const WHEN: Readonly<Record<number, (placed: PlacedOperation) => boolean>> = {
  400: ({ operation }) => operation.parameters !== undefined || operation.requestBody !== undefined,
  401: ({ operation }) => operation.security?.length !== 0,
  403: ({ operation }) => operation.security?.length !== 0,
  404: ({ path }) => path.includes('{'),
  409: ({ method, operation }) => method !== 'get' || '202' in operation.responses,
  413: ({ operation }) => operation.requestBody !== undefined,
  415: ({ operation }) => operation.requestBody !== undefined,
  422: ({ operation }) => operation.requestBody !== undefined,
  503: () => true,
};

/** Without those that no operation answers. */
const codes = (Object.keys(ERRORS) as ErrorCode[]).filter((code) => SUBJECTS[code]?.length !== 0);

/** Adds the problems to every operation, with an example of each. */
export function withProblems(document: OpenApiDocument): OpenApiDocument {
  const responses: Record<string, Answer> = {};
  const completed = mapOperations(document, (placed) => {
    const subject = String(placed.operation.tags[0]);
    const refs: Record<string, Ref> = {};
    const add = (key: string, name: string, which: readonly ErrorCode[]) => {
      const own = which.some((code) => SUBJECTS[code] !== undefined)
        ? `${subject.replaceAll(/\W/g, '')}${name}`
        : name;
      responses[own] ??= answerOf(which);
      refs[key] = refTo('responses', own);
    };
    const possible = codes.filter((code) => SUBJECTS[code]?.some((each) => each === subject) ?? true);
    for (const [status, applies] of Object.entries(WHEN)) {
      const which = possible.filter((code) => ERRORS[code].status === Number(status));
      // Health says in its own words why it is unavailable.
      const isSaid = status in placed.operation.responses;
      if (applies(placed) && !isSaid) add(status, nameOf(status), which);
    }
    const others = possible.filter((code) => !(ERRORS[code].status in WHEN));
    add('default', 'OtherProblem', others);
    return { ...placed.operation, responses: { ...placed.operation.responses, ...refs } };
  });
  const examples = Object.fromEntries(codes.map((code) => [code, exampleOf(code)]));
  return addComponents(completed, { responses, examples });
}

/** `404` is called NotFound. */
const nameOf = (status: string): string => String(STATUS_CODES[status]).replaceAll(' ', '');

function answerOf(which: readonly ErrorCode[]): Answer {
  return {
    description: which.map((code) => `\`${code}\`: ${ERRORS[code].title}`).join('\n\n'),
    content: {
      [PROBLEM_CONTENT_TYPE]: {
        schema: { ...refTo('schemas', 'Problem') },
        examples: Object.fromEntries(which.map((code) => [code, refTo('examples', code)])),
      },
    },
  };
}

function exampleOf(code: ErrorCode): Example {
  const fields = code === 'invalid_request' ? [{ path: '/text', message: 'must not be empty' }] : undefined;
  return { summary: ERRORS[code].title, value: toProblem(new ApiError(code, undefined, fields), 'req-1') };
}
