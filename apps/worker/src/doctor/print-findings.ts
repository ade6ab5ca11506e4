import type { Finding } from './finding.ts';

const STATUS_WIDTH = 'warning'.length;
const CHECK_WIDTH = 22;

/** One line: `failed   redis.aof               Redis does not append to disk … → Set appendonly yes …` */
export function lineOf({ check, status, detail, remedy }: Finding): string {
  const said = remedy === null ? detail : `${detail} → ${remedy}`;
  return `${status.padEnd(STATUS_WIDTH)}  ${check.padEnd(CHECK_WIDTH)}  ${said.replaceAll(/\s+/g, ' ')}`;
}

export type Verdict = Finding['status'];

/** The worst of all. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const order: readonly Verdict[] = ['failed', 'warning'];
  return order.find((status) => findings.some((finding) => finding.status === status)) ?? 'ok';
}

export function summaryOf(findings: readonly Finding[]): string {
  const count = (status: Verdict) => findings.filter((finding) => finding.status === status).length;
  return `${findings.length} checks: ${count('ok')} ok, ${count('warning')} warnings, ${count('failed')} failed.`;
}
