import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ErrorCode } from '@wagw/shared/errors/error-table';
import { ApiError, PROBLEM_CONTENT_TYPE, toProblem } from '@wagw/shared/errors/problem';

/** Node's codes for what it cannot read as HTTP, or not in time; everything else is `invalid_request`. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** The response that Node is writing, if any; Node's own answer to such errors looks at it too. */
type HttpSocket = Socket & { readonly _httpMessage?: { readonly headersSent: boolean } | null };

/** Answers what never became a request, and ends its connection. */
export function answerRaw(error: Error & { readonly code?: string }, socket: HttpSocket): void {
  const isAnswering = socket._httpMessage?.headersSent === true;
  if (error.code === 'ECONNRESET' || !socket.writable || isAnswering) {
    socket.destroy();
    return;
  }
  const code = CODES[error.code ?? ''] ?? 'invalid_request';
  const detail = code === 'invalid_request' ? 'It cannot be read as HTTP.' : undefined;
  const problem = toProblem(new ApiError(code, detail), randomUUID());
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `content-type: ${PROBLEM_CONTENT_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
