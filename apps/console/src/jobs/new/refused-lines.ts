import { GatewayError } from '@wagw/client';
import type { LineProblem, Recipient } from './recipient-list.ts';

export interface RefusedLine extends Omit<LineProblem, 'kind'> {
  readonly kind: 'invalid_recipient' | 'country_code_needed' | 'unknown_recipient';
}

const REFUSALS: readonly string[] = ['invalid_recipient', 'country_code_needed', 'unknown_recipient'];

/** The lines that the gateway refuses; undefined when it has refused for another reason. */
export function refusedLines(error: unknown, recipients: readonly Recipient[]): RefusedLine[] | undefined {
  if (!(error instanceof GatewayError) || !REFUSALS.includes(error.code)) return undefined;
  const kind = error.code as RefusedLine['kind'];
  return error.errors.flatMap(({ path }) => {
    const index = /^\/recipients\/(\d+)\//.exec(path)?.[1];
    const recipient = index === undefined ? undefined : recipients[Number(index)];
    return recipient === undefined ? [] : [{ line: recipient.line, text: recipient.to, kind }];
  });
}
