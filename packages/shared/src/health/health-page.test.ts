import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { REASON_CODES, REASONS } from './reasons.ts';

test('docs/health.md has every reason, as it is told', async () => {
  const page = await readFile(new URL('../../../../docs/health.md', import.meta.url), 'utf8');
  const rows = REASON_CODES.map((code) => {
    const { severity, message, remedy } = REASONS[code];
    return `| \`${code}\` | ${severity} | ${message} | ${remedy} |`;
  });
  expect(page.split('\n').filter((line) => /^\| `\w+` \| (failing|degraded) \|/.test(line))).toEqual(rows);
});
