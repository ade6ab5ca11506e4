import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { hasPrometheus } from '@wagw/local-machine/system-parts';
import { FOLDER, PAGE_FILE, readAlerts } from './monitoring-files.ts';

const alerts = readAlerts();

/** Runs promtool in the folder of the rules; its output is the message when it fails. */
function promtool(...args: string[]): void {
  const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: FOLDER, encoding: 'utf8' });
  if (status !== 0) throw new Error(`promtool ${args.join(' ')}\n${stdout}${stderr}`);
}

(hasPrometheus() ? describe : describe.skip)('with promtool', () => {
  test('the rules can be read, and are no doubles', () =>
    promtool('check', 'rules', '--lint=all', '--lint-fatal', 'alerts.yml'));
  test('every alert fires when it must, and is quiet otherwise', () =>
    promtool('test', 'rules', 'alerts.test.yml'));
});

test.each(alerts.map(({ alert }) => alert))('%s has an example in which it fires', (alert) => {
  const examples = readFileSync(join(FOLDER, 'alerts.test.yml'), 'utf8');
  const fires = `expr: count(ALERTS{alertname="${alert}", alertstate="firing"})\n`;
  expect(examples.split(fires).some((after) => /^ *eval_time: \w+\n *exp_samples: \[\{/.test(after))).toBe(
    true,
  );
});

test('the page says of each alert what to do, where the alert says that it does, and of no other', () => {
  const headings = readFileSync(PAGE_FILE, 'utf8').match(/(?<=^### )Wagw\w+$/gm) ?? [];
  expect(headings).toEqual(alerts.map(({ alert }) => alert));
  for (const { alert, annotations } of alerts)
    expect(annotations.runbook_url).toBe(`docs/monitoring.md#${alert.toLowerCase()}`);
});
